#!/usr/bin/env python3
"""Compares what plimsoll predicts for this machine's processor with what llama.cpp does on it.

For every model and quantization a file of the true shape with random weights is written, then llama.cpp and plimsoll's
own benchmark take turns; each pair is compared by itself, since a shared machine changes from minute to minute.
`make validate` runs it; `--models` and `--quantizations` take parts, whose results add up in the results file.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import llama_cpp_build

HERE = Path(__file__).resolve().parent
REQUIREMENTS = ["gguf==0.19.0", "numpy", llama_cpp_build.SOURCE]
CONTEXT, DEPTH = 4096, 2048
# The share of the processors that others may take during a pair; beyond it the pair is measured again.
QUIET = 0.04


def prepare(folder):
    """Makes the virtual environment and runs this program in it."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    probe = subprocess.run([python, "-c", "import gguf, llama_cpp, numpy"], capture_output=True)
    if probe.returncode != 0:
        print("building llama.cpp, which takes some minutes …", file=sys.stderr)
        # Without pip's cache, which would hand out what was once built with other options.
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-cache-dir", "--no-binary", "llama-cpp-python",
                        *REQUIREMENTS], check=True, env=dict(os.environ, CMAKE_ARGS=" ".join(llama_cpp_build.cmake_options())))
    os.execv(python, [str(python), *sys.argv, "--inside"])


class Others:
    """What other programs, and other virtual machines, take of the processors besides ourselves and one child."""

    def __init__(self, child):
        self.child = f"/proc/{child}/stat"
        self.reset()

    def ticks(self):
        """Ticks of all processors' work and of all time, without our own."""
        fields = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        idle = fields[3] + fields[4]
        child = Path(self.child).read_text().rsplit(")", 1)[1].split()
        own = sum(os.times()[:4]) * os.sysconf("SC_CLK_TCK") + int(child[11]) + int(child[12])
        return sum(fields) - idle - own, sum(fields)

    def reset(self):
        self.before = self.ticks()

    def share(self):
        """Of all time since the last call."""
        busy, total = (now - then for now, then in zip(self.ticks(), self.before))
        self.reset()
        return max(0.0, busy / max(1, total))

    def wait(self):
        """Waits for a quiet second, a minute at most."""
        for _ in range(60):
            self.reset()
            time.sleep(1)
            if self.share() < QUIET:
                break
        self.reset()


class Plimsoll:
    """Our side of a pair."""

    def __init__(self, program, cache):
        self.program, self.environment = program, dict(os.environ, XDG_CACHE_HOME=cache)
        self.kept = Path(cache) / "plimsoll" / "benchmark.json"

    def json(self, *words):
        done = subprocess.run([self.program, *map(str, words), "--json"], env=self.environment, capture_output=True)
        if done.returncode not in (0, 3):
            raise SystemExit(done.stderr.decode())
        return json.loads(done.stdout)

    def bench(self):
        return self.json("bench")

    def row(self, path, context, prompt):
        return self.json("fit", path, "--context", context, "--prompt", prompt, "--runtime", "library")["rows"][0]

    def work(self, path):
        """What the model asks of the processor."""
        device = self.json("fit", path, "--context", CONTEXT, "--explain")["rows"][0]["placement"]["devices"][0]
        return {"layers": device["layers"], **device["work"]}

    def decode(self, path, context, depth):
        """Decode speed at a depth: the prompt is made so long that the row tells this depth."""
        first = self.row(path, context, 512)["speed"]
        if depth is None:
            return first["decode_tokens_per_second"]
        prompt = 512 + depth - first["decode_depth_tokens"]
        speed = self.row(path, context, prompt)["speed"]
        if speed["decode_depth_tokens"] != depth:
            raise SystemExit(f"the depth is {speed['decode_depth_tokens']}, not {depth}")
        return speed["decode_tokens_per_second"]

    def predictions(self, path):
        """Decode in a nearly empty cache and at DEPTH, and prefill, by the benchmark that was just run."""
        prefill = self.row(path, CONTEXT, 512)["speed"]["prefill_tokens_per_second"]
        return {"decode_0": self.decode(path, 64, None), f"decode_{DEPTH}": self.decode(path, CONTEXT, DEPTH),
                "prefill": prefill}


def measure(plimsoll, path, state, pairs, budget):
    """Pairs of our benchmark and llama.cpp's speeds for one file."""
    runtime = subprocess.Popen([sys.executable, HERE / "runtime.py", path, str(CONTEXT), state], text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def answer(command=None):
        if command:
            runtime.stdin.write(command + "\n")
            runtime.stdin.flush()
        line = runtime.stdout.readline()
        if not line:
            raise SystemExit(f"llama.cpp stopped at {path} ({command})")
        return json.loads(line)

    buffers = answer()
    memory = plimsoll.row(path, CONTEXT, 512)["memory"]
    answer(f"decode 0 0.1")
    answer(f"decode {DEPTH} 0.1")
    found, others = [], Others(runtime.pid)
    for _ in range(2 * pairs):
        if sum(pair["others"] < QUIET for pair in found) == pairs:
            break
        others.wait()
        plimsoll.kept.unlink(missing_ok=True)  # an earlier turn's run would be taken where this one is disturbed
        before = plimsoll.bench()
        predicted = plimsoll.predictions(path)
        measured = {"decode_0": answer(f"decode 0 {budget}"), f"decode_{DEPTH}": answer(f"decode {DEPTH} {budget}"),
                    "prefill": answer("prefill")}
        found.append({"predicted": predicted, "measured": measured, "benchmark": plimsoll.kept.read_text(),
                      "others": others.share(),
                      "read": before["cpu"]["memory_read_bytes_per_second"]["median"],
                      "kernels": {k["name"]: k["bytes_per_second" if k["phase"] == "decode" else "operations_per_second"]
                                  ["median"] for k in before["cpu"]["kernels"]}})
    found = sorted(found, key=lambda pair: pair["others"])[:pairs]
    runtime.stdin.write("quit\n")
    runtime.stdin.close()
    runtime.wait()
    return {"buffers": buffers, "memory": memory, "work": plimsoll.work(path), "pairs": found}


def predict_again(plimsoll, rows, work):
    """What the program now predicts from the benchmarks that were run beside the measurements."""
    import models
    for name, row in rows.items():
        path = str(work / "hollow.gguf")
        models.write(path, *name.split(), hollow=True)
        for pair in row["pairs"]:
            plimsoll.kept.parent.mkdir(parents=True, exist_ok=True)
            plimsoll.kept.write_text(pair["benchmark"])
            pair["predicted"] = plimsoll.predictions(path)
        row["memory"] = plimsoll.row(path, CONTEXT, 512)["memory"]
        os.remove(path)


def calibrated(plimsoll, rows, work):
    """Errors of the second turns, told without verified runs, with the first turns of all other models and formats as such, and with
    its own first turn beside them: decode in an empty cache, decode at DEPTH, prefill. Models with experts learn from each other alone.
    """
    import models
    import report

    def run(name):
        """What `verify --keep` would have kept of the first turn."""
        pair, (model, quantization) = rows[name]["pairs"][0], name.split()
        def ratio(figure):
            return pair["measured"][figure] / pair["predicted"][figure]["estimate"]
        start, deep = (pair["predicted"][figure]["estimate"] for figure in ("decode_0", f"decode_{DEPTH}"))
        return {"runtime": "llama.cpp", "backend": "cpu", "mixture_of_experts": rows[name]["work"]["expert_layers"] > 0, "model": model,
                "quantization": quantization, "decode_ratio": ratio(f"decode_{DEPTH}"), "start_decode_ratio": ratio("decode_0"),
                "depth_share": max(0, 1 - deep / start), "prefill_ratio": ratio("prefill"),
                "memory_ratio": None, "disturbed": False, "day": "2026-11-27"}

    machine = plimsoll.json("calibration", "export")
    path, told = str(work / "hollow.gguf"), {}
    for name, row in rows.items():
        models.write(path, *name.split(), hollow=True)
        own = plimsoll.json("fit", path, "--no-bench")["model"]["id"]
        plimsoll.kept.parent.mkdir(parents=True, exist_ok=True)
        plimsoll.kept.write_text(row["pairs"][1]["benchmark"])
        others = [run(other) for other in rows if other != name]
        for kind, runs in (("none", []), ("others", others), ("own", [*others, {**run(name), "model": own}])):
            document = work / "runs.json"
            document.write_text(json.dumps({**machine, "runs": runs}))
            plimsoll.kept.with_name("calibration.json").unlink(missing_ok=True)
            if runs:
                subprocess.run([plimsoll.program, "calibration", "import", document], env=plimsoll.environment, check=True,
                               capture_output=True)
            told.setdefault(kind, {})[name] = {"pairs": [{**row["pairs"][1], "predicted": plimsoll.predictions(path)}]}
        os.remove(path)
    for kind, part in told.items():
        print(kind, *report.summary(part), sep="\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/plimsoll")
    parser.add_argument("--venv", type=Path, default=Path(".build/validation/venv"))
    parser.add_argument("--work", type=Path, default=Path(".build/validation"), help="for model files, up to 9 GB")
    parser.add_argument("--models", nargs="*")
    parser.add_argument("--quantizations", nargs="*")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--budget", type=float, default=1.5, help="seconds of each decode")
    parser.add_argument("--keep-state", action="store_true", help="keep the filled caches for the next run")
    parser.add_argument("--predict", action="store_true",
                        help="measure nothing: predict anew beside the kept measurements, after a change of the program")
    parser.add_argument("--calibrated", action="store_true",
                        help="measure nothing: tell the second turns with the first ones as verified runs")
    parser.add_argument("--report", type=Path, default=Path("docs/validation.md"))
    parser.add_argument("--section", default="tables", help="the marks in the report between which the tables go")
    parser.add_argument("--held-out", nargs="*", default=[], help="shapes that no constant was set with, to be summed up apart")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        prepare(options.venv.absolute())
    import models
    import report
    options.work.mkdir(parents=True, exist_ok=True)
    results = options.work / "results.json"
    rows = json.loads(results.read_text()) if results.exists() else {}
    with tempfile.TemporaryDirectory() as cache:
        plimsoll = Plimsoll(options.program, cache)
        if options.calibrated:
            return calibrated(plimsoll, rows, options.work)
        if options.predict:
            predict_again(plimsoll, rows, options.work)
            results.write_text(json.dumps(rows, indent=1))
        for model in [] if options.predict else options.models or models.SHAPES:
            state = str(options.work / f"{model}.cache")
            for quantization in options.quantizations or models.QUANTIZATIONS:
                path = str(options.work / f"{model}-{quantization}.gguf")
                if not os.path.exists(path):
                    models.write(path, model, quantization)
                rows[f"{model} {quantization}"] = measure(plimsoll, path, state, options.pairs, options.budget)
                os.remove(path)
                results.write_text(json.dumps(rows, indent=1))
                print(report.line(f"{model} {quantization}", rows), flush=True)
            if os.path.exists(state) and not options.keep_state:
                os.remove(state)
    report.write(options.report, rows, options.section, options.held_out)


if __name__ == "__main__":
    main()
