"""plimsoll: what a computer can load of local language models.

Every function runs the program of the same package once and gives its JSON document as Python values::

    import plimsoll
    for pick in plimsoll.scan(use_case="coding")["recommendations"]:
        print(pick["model"]["name"], pick["row"]["quantization"])

Keyword arguments are the program's options: ``min_speed=20`` is ``--min-speed 20``, ``no_bench=True`` is ``--no-bench``, and
a list repeats the option: ``gpu=["2xRTX 3090"]``. The documents are described in the project's ``docs/schema``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from typing import Any, Dict, List, Optional, Sequence, Union

__all__ = [
    "PlimsollError", "bench", "compare", "find_program", "fit", "hardware", "plan", "recommend", "run", "scan", "version",
]

OptionValue = Union[str, int, float, bool, None, Sequence[Union[str, int, float]]]
Document = Dict[str, Any]

#: Exit codes that come with an answer: 3 says that nothing passes, or that the named model does not fit.
_ANSWERED = (0, 3)


class PlimsollError(RuntimeError):
    """The program could not answer.

    ``code`` is its exit code (64 wrong usage, 65 bad data, 66 a file is missing, 69 the runtime is not reachable, 73 an output
    cannot be created), ``hint`` what to do about it, or None.
    """

    def __init__(self, message: str, code: int, hint: Optional[str] = None) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


def find_program() -> str:
    """The path of the program: of this installation, or else of ``PATH``."""
    folders: List[str] = [sysconfig.get_path("scripts"), os.path.dirname(sys.executable)]
    if hasattr(sysconfig, "get_preferred_scheme"):
        folders.append(sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")))
    # `pip install --target DIR` puts scripts into DIR/bin.
    folders.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bin"))
    for folder in folders:
        path = os.path.join(folder, "plimsoll")
        if os.access(path, os.X_OK):
            return path
    found = shutil.which("plimsoll")
    if found is None:
        raise FileNotFoundError("the program 'plimsoll' is not there: install the package again")
    return found


def run(command: str, *arguments: str, timeout: Optional[float] = 60, **options: OptionValue) -> Document:
    """The JSON document of a command; ``timeout`` is in seconds.

    Raises ``PlimsollError`` where the program could not answer, and ``subprocess.TimeoutExpired``.
    """
    words = [find_program(), *command.split(), "--json", *_words(options), "--", *arguments]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=timeout)
    try:
        document = json.loads(done.stdout)
    except ValueError:
        document = {}
    if done.returncode in _ANSWERED and isinstance(document, dict) and document:
        return document
    error = document.get("error", {}) if isinstance(document, dict) else {}
    message = error.get("message") or done.stderr.strip() or f"plimsoll ended with {done.returncode}"
    raise PlimsollError(message, done.returncode, error.get("hint"))


def _words(options: Dict[str, OptionValue]) -> List[str]:
    words: List[str] = []
    for name, value in options.items():
        option = "--" + name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            words.append(option)
        elif isinstance(value, (str, int, float)):
            words.append(f"{option}={value}")
        else:
            words += [f"{option}={element}" for element in value]
    return words


def scan(**options: OptionValue) -> Document:
    """This machine and the models worth running on it (``plimsoll.scan/1``)."""
    return run("scan", **options)


def hardware(**options: OptionValue) -> Document:
    """What the machine has for a model, now (``plimsoll.hardware/1``)."""
    return run("hardware", **options)


def bench(**options: OptionValue) -> Document:
    """Memory and kernels, measured anew (``plimsoll.bench/1``)."""
    return run("bench", **options)


def recommend(**options: OptionValue) -> Document:
    """The ranked list with reasons (``plimsoll.recommend/1``)."""
    return run("recommend", **options)


def fit(model: str, **options: OptionValue) -> Document:
    """One model: every quantization, placement, memory and speed (``plimsoll.fit/1``)."""
    return run("fit", model, **options)


def compare(first: str, second: str, **options: OptionValue) -> Document:
    """Two models side by side (``plimsoll.compare/1``)."""
    return run("compare", first, second, **options)


def plan(model: str, **options: OptionValue) -> Document:
    """What hardware would run a model, cheapest first (``plimsoll.plan/1``)."""
    return run("plan", model, **options)


def version() -> str:
    """The program's version."""
    done = subprocess.run([find_program(), "--version"], capture_output=True, text=True, check=True)
    return done.stdout.split()[1]
