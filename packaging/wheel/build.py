#!/usr/bin/env python3
"""Makes dist/plimsoll-VERSION-py3-none-PLATFORM.whl of the portable program.

usage: build.py PROGRAM VERSION OUT

The wheel carries the stripped program as a script and the thin module `plimsoll`. The platform tag is the oldest glibc that the
program's symbols allow, as auditwheel finds it. Needs `wheel` and `auditwheel` from PyPI, which write the archive and read
the symbols.
"""
import pathlib
import subprocess
import sys
import tempfile

from wheel.wheelfile import WheelFile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def metadata(version):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return (
        "Metadata-Version: 2.1\nName: plimsoll\n"
        f"Version: {version}\n"
        "Summary: Draws the load line for a computer and local language models\n"
        "License: GPL-2.0-or-later\n"
        "Keywords: llm,gguf,ollama,vram,hardware\n"
        "Classifier: Environment :: Console\n"
        "Classifier: Operating System :: POSIX :: Linux\n"
        "Classifier: Programming Language :: Python :: 3\n"
        "Classifier: Typing :: Typed\n"
        "Requires-Python: >=3.8\n"
        "Description-Content-Type: text/markdown\n\n" + readme
    )


def write(program, version, tag, out):
    """One wheel with that tag; returns its path."""
    name = out / f"plimsoll-{version}-{tag}.whl"
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        module = tree / "plimsoll"
        module.mkdir()
        for source in ("__init__.py", "__main__.py", "py.typed"):
            (module / source).write_bytes((HERE / "plimsoll" / source).read_bytes())
        scripts = tree / f"plimsoll-{version}.data" / "scripts"
        scripts.mkdir(parents=True)
        subprocess.run(["strip", "-o", scripts / "plimsoll", program], check=True)
        (scripts / "plimsoll").chmod(0o755)
        info = tree / f"plimsoll-{version}.dist-info"
        (info / "licenses").mkdir(parents=True)
        (info / "METADATA").write_text(metadata(version), encoding="utf-8")
        (info / "WHEEL").write_text(
            f"Wheel-Version: 1.0\nGenerator: plimsoll-packaging\nRoot-Is-Purelib: false\nTag: {tag}\n", encoding="utf-8"
        )
        (info / "licenses" / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
        with WheelFile(name, "w") as wheel:  # writes RECORD
            wheel.write_files(tree)
    return name


def main():
    program, version, out = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    machine = subprocess.run(["uname", "-m"], capture_output=True, text=True, check=True).stdout.strip()
    rough = write(program, version, f"py3-none-linux_{machine}", out)
    shown = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", rough], capture_output=True, text=True, check=True
    ).stdout
    rough.unlink()
    # The sentence ends in a full stop; the tag is in quotes.
    tags = [word.strip("\".") for word in shown.replace("\n", " ").split() if word.strip("\".").startswith("manylinux_")]
    if not tags:
        sys.exit("auditwheel names no manylinux tag for this program:\n" + shown)
    print(write(program, version, f"py3-none-{tags[0]}", out))


main()
