#!/usr/bin/env python3
"""Measures what llama.cpp takes and how fast it is on an NVIDIA card and on the processor beside it.

It needs the card, a llama.cpp built for CUDA, and the gguf package: it writes files of true shapes with random weights, starts
llama-server as the plan would, runs llama-bench and llama-batched-bench, and keeps every answer and a recording of the machine
in one folder. `gpu_report.py` compares that folder with what plimsoll says, on any machine.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import models
from local_server import LocalServer, memory

MODELS = [("llama-3.1-8b", "Q4_K_M"), ("qwen3-30b-a3b", "Q4_K_M"), ("gpt-oss-20b", "MXFP4"), ("qwen3.6-35b-a3b", "Q4_K_M"),
          ("gemma-3-27b", "Q4_K_M"), ("qwen3-32b", "Q4_K_M"), ("llama-3.1-8b", "Q8_0")]
# Measured on the machine's processor alone, after the card.
PROCESSOR_MODELS = [("llama-3.2-1b", "Q4_K_M"), ("llama-3.2-3b", "Q4_K_M"), ("granite-3.1-1b-a400m", "Q4_K_M"), ("qwen3-4b", "Q4_K_M"), ("gemma-3-1b", "Q8_0"),
                    ("llama-3.2-1b", "Q8_0"), ("qwen3-4b", "IQ4_XS")]
CONTEXT = 8192
DEPTHS = [0, 16384]
SEQUENCES = [1, 4, 16, 32]
PROMPT, GENERATED = 512, 64
# Weights in main memory are copied to the card for prompts that are long enough, a micro-batch at a time.
MIXED_PROMPTS = [32, 128, 512, 2048]
SERVER = LocalServer(18441)
BUFFER = re.compile(r"(CUDA0|CUDA_Host|CPU_Mapped|CPU)\s+(model|KV|RS|compute|output)\s+buffer size\s*=\s*([0-9.]+) MiB")


def said(words, **options):
    """Standard output of a program; what went wrong is kept beside it."""
    try:
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **options)
    except OSError as problem:
        return {"code": 127, "out": "", "err": str(problem)}
    return {"code": done.returncode, "out": done.stdout, "err": done.stderr[-3000:] if done.returncode else ""}


def memory_used(pid=None):
    """Mebibytes that the driver counts on the card, and of one process where it tells."""
    used = said(["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits"])["out"].strip()
    own = None
    for line in said(["nvidia-smi", "--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"])["out"].splitlines():
        words = [word.strip() for word in line.split(",")]
        if pid is not None and words[0] == str(pid) and words[1].isdigit():
            own = int(words[1])
    return {"card": int(used) if used.isdigit() else None, "process": own}


def serve(options, path, log):
    """Memory of a real server with the plan's flags, and what `verify` says of it."""
    before = memory_used()
    found = {"before": before}
    words = [options.bin / "llama-server", "-m", path, "--device", options.device, "-c", str(CONTEXT), "-np", "1", "-ngl", "999",
             "-fa", "on", "--cache-ram", "0", "--port", str(SERVER.port), "-lv", "4"]
    begin = time.monotonic()
    with open(log, "wb") as output:
        process = subprocess.Popen([str(word) for word in words], stdout=output, stderr=subprocess.STDOUT)
    try:
        found |= {"answers": SERVER.answers(process), "load_seconds": round(time.monotonic() - begin, 2)}
        if not found["answers"]:
            found["log"] = Path(log).read_text(errors="replace")[-4000:]
            return found
        found["loaded"] = memory_used(process.pid)
        SERVER.fetch("/completion", {"prompt": "the ship that came " * 250, "n_predict": 32, "ignore_eos": True})
        found["used"], found["resident"] = memory_used(process.pid), memory(process)
        found["buffers"] = [[place, kind, float(size)]
                            for place, kind, size in BUFFER.findall(Path(log).read_text(errors="replace"))]
        if options.program:
            found["verify"] = said([options.program, "verify", path, "--endpoint", f"http://127.0.0.1:{SERVER.port}", "--context",
                                    CONTEXT, "--runtime", "llama-server", "--turns", 2, "--keep", "--json"])
        return found
    except OSError as problem:
        return {**found, "problem": str(problem)}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def bench(options, path, *words, repetitions=3, prompts=(PROMPT,), **arguments):
    return said([options.bin / "llama-bench", "-m", path, "-fa", "1", "-o", "json", "-p", ",".join(map(str, prompts)), "-n", GENERATED,
                 "-r", repetitions, *words], **arguments)


def on_processor(options, path):
    return bench(options, path, "-d", "0,2048", repetitions=2, env={**os.environ, "CUDA_VISIBLE_DEVICES": ""})


def on_card(options, model, quantization, path):
    found = {}
    if "server" in options.parts:
        found["server"] = serve(options, path, options.out / "server.log")
    if "bench" in options.parts:
        found["bench"] = bench(options, path, "-ngl", "999", "-d", ",".join(map(str, DEPTHS)))
    if "batched" in options.parts:
        context = SEQUENCES[-1] * (PROMPT + GENERATED)
        found["batched"] = said([options.bin / "llama-batched-bench", "-m", path, "--device", options.device, "-ngl", "999", "-fa", "on",
                                 "-c", context, "-npp", PROMPT, "-ntg", GENERATED, "-npl", ",".join(map(str, SEQUENCES)),
                                 "--output-format", "jsonl"])
    if "mixed" in options.parts and "experts" in models.SHAPES[model]:
        found["experts_in_ram"] = bench(options, path, "-ngl", "999", "-ncmoe", "999", "-lm", "none", repetitions=2, prompts=MIXED_PROMPTS)
    elif "mixed" in options.parts and (model, quantization) == MODELS[0]:
        found["half"] = bench(options, path, "-ngl", "16", "-lm", "none", repetitions=2, prompts=MIXED_PROMPTS)
    return found


def measure(options):
    begin = time.monotonic()
    options.out.mkdir(parents=True, exist_ok=True)
    facts = {"nvidia-smi": said(["nvidia-smi", "-q"])["out"]}
    if options.program:
        for name, words in (("version", ["--version"]), ("hardware", ["hardware", "--json"]), ("bench", ["bench", "--json"]),
                            ("scan", ["scan"]), ("doctor", ["doctor"]), ("record", ["record", options.out / "recording"])):
            start = time.monotonic()
            facts[name] = said([options.program, *words])
            facts[name]["seconds"] = round(time.monotonic() - start, 2)
    (options.out / "facts.json").write_text(json.dumps(facts, indent=1))
    chosen = [*(MODELS if set(options.parts) - {"processor"} else []), *(PROCESSOR_MODELS if "processor" in options.parts else [])]
    chosen = [pair for pair in chosen if not options.models or pair[0] in options.models]
    with concurrent.futures.ProcessPoolExecutor(3) as writers, open(options.out / "measured.jsonl", "a") as output:
        files = [(pair, options.work / f"{pair[0]}-{pair[1]}.gguf") for pair in chosen]
        written = {}

        def write_ahead():
            for pair, path in files[:3]:
                if pair not in written:
                    written[pair] = writers.submit(models.write, str(path), *pair, has_tokens=True)

        while files and time.monotonic() - begin < options.seconds:
            write_ahead()
            pair, path = files[0]
            written[pair].result()
            start = time.monotonic()
            print(f"{start - begin:6.1f} s: {pair[0]} {pair[1]}", file=sys.stderr, flush=True)
            found = on_card(options, *pair, path) if pair in MODELS else {"processor": on_processor(options, path)}
            found = {"model": pair[0], "quantization": pair[1], "bytes": os.path.getsize(path), **found}
            output.write(json.dumps({**found, "seconds": round(time.monotonic() - start, 1)}) + "\n")
            output.flush()
            os.remove(path)
            files.pop(0)
        for pair, path in files:
            print(f"left out for want of time: {pair[0]} {pair[1]}", file=sys.stderr)
            if pair in written:
                written[pair].cancel()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, default=Path(shutil.which("llama-server") or "llama-server").parent,
                      help="where llama-server, llama-bench and llama-batched-bench are")
    parser.add_argument("--program", type=Path, help="plimsoll, to record the machine and to verify the server")
    parser.add_argument("--out", type=Path, default=Path(".build/validation/gpu"))
    parser.add_argument("--work", type=Path, default=Path("/dev/shm"), help="where the files of the models are kept meanwhile")
    parser.add_argument("--device", default="CUDA0", help="the card, as llama.cpp calls it")
    parser.add_argument("--parts", nargs="*", default=["server", "bench", "batched", "mixed", "processor"])
    parser.add_argument("--models", nargs="*", default=[])
    parser.add_argument("--seconds", type=float, default=3600, help="no further model is begun after that")
    measure(parser.parse_args())


if __name__ == "__main__":
    main()
