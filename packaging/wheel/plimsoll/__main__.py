"""``python -m plimsoll``: the program itself, in this process's place."""

import os
import sys

from plimsoll import find_program


def main() -> None:
    program = find_program()
    os.execv(program, [program, *sys.argv[1:]])


main()
