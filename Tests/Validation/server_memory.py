#!/usr/bin/env python3
"""Compares the memory that a real llama-server takes with what `plimsoll fit --runtime llama-server` says.

For every model a file of the true shape with random weights is written, llama-server is started with the flags of the plan
at several contexts, reads a prompt and writes an answer; its buffers come from its log and its resident size from the
kernel. `make validate-server` runs it, with the llama-server that SERVER names, or one built from the source that `make
validate` builds its library from.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import llama_cpp_build
from local_server import LocalServer, memory
from report import replace

MIB = 1 << 20
# What llama-server says of each buffer, in MiB. Weights in the order that the processor's products want are a second copy,
# beside which the mapped file is only cached: the kernel takes its pages back when they are needed.
BUFFER = re.compile(r"(CPU_REPACK|KV|RS|compute|output)(?: model)? buffer size *= *([0-9.]+) MiB")
SERVER = LocalServer(18440)


def json_of(program, *words):
    done = subprocess.run([program, *map(str, words), "--json"], capture_output=True)
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr.decode())
    return json.loads(done.stdout)


def measure(program, server, path, context, log, verify):
    """What one server takes, beside the row of the plan; both in bytes."""
    row = json_of(program, "fit", path, "--context", context, "--runtime", "llama-server", "--no-bench")["rows"][0]
    flags = [word for word in row["command"]["llama_cpp"].split() if word][3:]
    if "--cache-ram" in flags:
        place = flags.index("--cache-ram")
        del flags[place:place + 2]
    # One slot, as `plimsoll run` starts it. Prompts that are kept come on top of the plan: they are counted apart.
    words = [server, "-m", path, *flags, "-np", "1", "--cache-ram", "0", "--port", str(SERVER.port), "-lv", "4"]
    with open(log, "wb") as output:
        process = subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT)
    try:
        if not SERVER.answers(process):
            raise SystemExit(f"llama-server does not answer: {log.read_text(errors='replace')[-2000:]}")
        SERVER.fetch("/completion", {"prompt": "the ship that came " * 200, "n_predict": 16, "ignore_eos": True})
        size = memory(process)["VmRSS"]
        found = {}
        for kind, mebibytes in BUFFER.findall(log.read_text(errors="replace")):
            found[kind] = found.get(kind, 0) + float(mebibytes)
        figures = {"row": row["memory"], "resident": size, "buffers": found}
        if verify:
            figures["verify"] = json_of(program, "verify", path, "--endpoint", f"http://127.0.0.1:{SERVER.port}", "--context",
                                        context, "--turns", 2, "--prompt", 256, "--generate", 32)
        return figures
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def line(name, context, figures):
    row, buffers = figures["row"], figures["buffers"]

    def pair(told, real):
        return f"{told / MIB:,.1f} / {real:,.1f}"
    copies = buffers.get("CPU_REPACK", 0)
    used = figures["resident"] / MIB - copies
    told = row["total_bytes"] / MIB
    return (f"| {name} | {context:,} | {pair(row['kv_cache_bytes'] + row['recurrent_bytes'], buffers.get('KV', 0) + buffers.get('RS', 0))} | "
            f"{pair(row['compute_bytes'], buffers.get('compute', 0))} | {told:,.0f} / {used:,.0f} | "
            f"{told - used:+,.0f} ({told / used - 1:+.1%}) | {copies:,.0f} |")


def write(path, rows):
    """The tables of servers' memory."""
    replace(path, "servers", ["| model | context | cache, MiB | compute, MiB | in all, MiB | difference | repacked copies, MiB |",
                              "|---|--:|--:|--:|--:|--:|--:|", *rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/plimsoll")
    parser.add_argument("--server", default=os.environ.get("SERVER"), help="default: one that is built")
    parser.add_argument("--work", type=Path, default=Path(".build/validation"))
    parser.add_argument("--venv", type=Path, default=Path(".build/validation/writer"), help="with gguf and numpy")
    parser.add_argument("--models", nargs="*",
                        default=["qwen3-0.6b", "llama-3.2-1b", "gemma-3-1b", "granite-3.1-1b-a400m", "qwen3.5-2b", "llama-3.2-3b",
                                 "qwen3-4b", "llama-3.1-8b"])
    parser.add_argument("--quantization", default="Q4_K_M")
    parser.add_argument("--contexts", nargs="*", type=int, default=[4096, 8192, 32768])
    parser.add_argument("--verify", action="store_true", help="also compare speeds, at the first context")
    parser.add_argument("--report", type=Path, default=Path("docs/validation.md"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        python = options.venv.absolute() / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", options.venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "gguf==0.19.0", "numpy"], check=True)
        os.execv(python, [str(python), *sys.argv, "--inside"])
    import models
    options.work.mkdir(parents=True, exist_ok=True)
    options.server = options.server or llama_cpp_build.server(sys.executable, options.work / "server")
    rows = []
    for model in options.models:
        path = options.work / f"{model}-{options.quantization}.gguf"
        models.write(str(path), model, options.quantization, has_tokens=True)
        for context in options.contexts:
            figures = measure(options.program, options.server, str(path), context, options.work / "server.log",
                              options.verify and context == options.contexts[0])
            rows.append(line(f"{model} {options.quantization}", context, figures))
            print(rows[-1], flush=True)
            if "verify" in figures:
                print(json.dumps({key: figures["verify"][key] for key in ("ratio", "inside_band", "disturbed")}), flush=True)
        os.remove(path)
    write(options.report, rows)


if __name__ == "__main__":
    main()
