#!/usr/bin/env python3
"""Compares what `gpu.py` measured with what plimsoll says of the recorded machine, and writes the tables of docs/validation.md.

Every figure is told / real. It needs no card: the predictions are made of the recording and of files that have the true
headers and no weights.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import models
from gpu import PROMPT
from report import replace

MIB = 1 << 20


class Predictions:
    """What the program says of one file on the recorded machine."""

    def __init__(self, program, recording, file):
        self.words = [str(program)], [str(file), "--root", str(recording), "--json"]

    def ask(self, command, *words):
        done = subprocess.run([*self.words[0], command, *self.words[1], *map(str, words)], capture_output=True)
        if done.returncode not in (0, 3):
            raise SystemExit(done.stderr.decode())
        return json.loads(done.stdout)

    def row(self, *words):
        return self.ask("fit", *words)["rows"][0]

    def placed(self, wanted, *words):
        """The row with the smallest budget of the card with which the plan puts there what was put there for real."""
        for mebibytes in range(1024, 16384, 128):
            row = self.row("--vram-budget", f"{mebibytes}MiB", *words)
            if row["speed"] and wanted(row["placement"]):
                return row
        return None


def pair(told, real, form=",.0f"):
    return f"{told:{form}} / {real:{form}}"


def difference(told, real):
    return f"{pair(told, real, ',.1f' if real < 100 else ',.0f')} ({told / real - 1:+.0%})"


def bench_rows(found):
    """Tokens per second of llama-bench by kind and depth, of prompts of 512 tokens where there are several."""
    return {("decode" if test["n_gen"] else "prefill", test["n_depth"]): test["avg_ts"] for test in tests(found)
            if test["n_prompt"] in (0, PROMPT)}


def prompt_rows(found):
    """Tokens per second of llama-bench by the length of the prompt."""
    return {test["n_prompt"]: test["avg_ts"] for test in tests(found) if test["n_prompt"]}


def tests(found):
    return json.loads(found["out"]) if found and found["code"] == 0 else []


def memory_line(name, row, server):
    """Memory of a server on the card."""
    card = next(device for device in row["placement"]["devices"] if device["backend"] == "cuda")["memory"]
    real = {}
    for place, kind, size in server["buffers"]:
        if place == "CUDA0":
            real[kind] = real.get(kind, 0) + size
    loaded, used = ((server[when]["process"] or server[when]["card"] - server["before"]["card"]) for when in ("loaded", "used"))
    buffers = sum(real.values())
    told = card["total_bytes"] / MIB
    return (f"| {name} | {pair(card['weights_bytes'] / MIB, real['model'])} | "
            f"{pair((card['kv_cache_bytes'] + card['recurrent_bytes']) / MIB, real.get('KV', 0) + real.get('RS', 0))} | "
            f"{pair(card['compute_bytes'] / MIB, real['compute'])} | {pair(card['overhead_bytes'] / MIB, used - buffers)} "
            f"({loaded - buffers:,.0f}) | {pair(told, used)} ({told / used - 1:+.1%}) |"), told / used


def speeds(predictions, found, depths):
    """Told and real by kind of work and depth."""
    real = bench_rows(found["bench"])
    for (kind, depth), value in real.items():
        if depth and kind == "prefill":
            continue
        row = predictions.row("--context", max(depths) if depth else 8192, "--runtime", "llama-server")
        speed = row["speed"]
        yield kind, depth, speed["decode_tokens_per_second" if kind == "decode" else "prefill_tokens_per_second"], value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/plimsoll")
    parser.add_argument("--measured", type=Path, default=Path(".build/validation/gpu"))
    parser.add_argument("--section", default="card", help="the marks in the report between which the tables go")
    parser.add_argument("--work", type=Path, default=Path(".build/validation"))
    parser.add_argument("--report", type=Path, default=Path("docs/validation.md"))
    options = parser.parse_args()
    memory, speed, served, mixed, processor, errors = [], [], [], [], [], {}
    inside, sequences, lengths, depth = [], [], [], 0

    def note(kind, estimate, real):
        errors.setdefault(kind, []).append(estimate["estimate"] / real - 1)
        inside.append(estimate["low"] <= real <= estimate["high"])
        return difference(estimate["estimate"], real)

    for line in (options.measured / "measured.jsonl").read_text().splitlines():
        found = json.loads(line)
        name = f"{found['model']} {found['quantization']}"
        file = options.work / f"hollow-{found['model']}-{found['quantization']}.gguf"
        models.write(str(file), found["model"], found["quantization"], hollow=True, has_tokens=True)
        predictions = Predictions(options.program, options.measured / "recording", file)
        if found.get("server", {}).get("buffers"):
            memory.append(memory_line(name, predictions.row("--context", 8192, "--runtime", "llama-server"), found["server"])[0])
        real = bench_rows(found.get("processor"))
        if real:
            row = {0: predictions.row("--backend", "cpu"), 2048: predictions.row("--backend", "cpu", "--prompt", 2048)}
            processor.append(f"| {name} | " + " | ".join(
                note(f"{kind} on the processor" + (", at 2,048" if depth else ""), row[depth]["speed"][f"{kind}_tokens_per_second"],
                     real[kind, depth]) for kind, depth in (("decode", 0), ("decode", 2048), ("prefill", 0))) + " |")
        if "bench" not in found:
            continue
        cells = {}
        depths = [depth for _, depth in bench_rows(found["bench"])] or [0]
        for kind, depth, estimate, real in speeds(predictions, found, depths):
            cells[kind, bool(depth)] = note(kind if not depth else "decode at depth", estimate, real)
        speed.append(f"| {name} | {cells.get(('decode', False), '–')} | {cells.get(('decode', True), '–')} | "
                     f"{cells.get(('prefill', False), '–')} |")
        steps = [json.loads(text) for text in found["batched"]["out"].splitlines() if text.startswith("{")]
        sequences, depth = [step["pl"] for step in steps] or sequences, max(depths)
        columns = []
        for step in steps:
            answer = predictions.ask("capacity", "--engine", "llama.cpp", "--users", step["pl"], "--input", step["pp"],
                                     "--output", step["tg"])
            columns.append(note("decode of several" if step["pl"] > 1 else "decode of one in capacity",
                                answer["rows"][0]["decode_tokens_per_second"], step["speed_tg"]))
        if columns:
            served.append(f"| {name} | " + " | ".join(columns) + " |")
        for key, words, wanted in (("experts_in_ram", "experts in main memory",
                                    lambda place: place["expert_layers_in_ram"] >= models.SHAPES[found["model"]]["layers"]),
                                   ("half", "16 layers on the card", lambda place: place["gpu_layers"] == 16)):
            real, prompts = bench_rows(found.get(key)), prompt_rows(found.get(key))
            row = real and predictions.placed(wanted)
            if row:
                lengths = list(prompts)
                mixed.append(f"| {name}, {words} | " + " | ".join(
                    [note("decode, partly in main memory", row["speed"]["decode_tokens_per_second"], real["decode", 0])]
                    + [note("prefill, partly in main memory", predictions.placed(wanted, "--prompt", length)["speed"][
                        "prefill_tokens_per_second"], prompts[length]) for length in lengths]) + " |")
        os.remove(file)

    tables = []

    def table(title, columns, rows):
        if rows:
            tables.extend([f"{title}:", "", "| " + " | ".join(columns) + " |", "|---|" + "--:|" * (len(columns) - 1), *rows, ""])

    table("Memory of llama-server on the card with 8,192 tokens, MiB, and what the driver counts beyond its buffers (in brackets before "
          "the first prompt)", ["model", "weights", "cache and state", "compute", "beyond the buffers", "in all"], memory)
    table("Tokens per second", ["model", "decode, empty cache", f"decode at {depth:,}", "prefill of 512"], speed)
    table("Tokens per second that several sequences write together after prompts of 512 tokens, beside `capacity`",
          ["model", *map(str, sequences)], served)
    table("With a part of the model in main memory", ["placement", "decode", *(f"prefill of {length:,}" for length in lengths)], mixed)
    table("On the processor alone", ["model", "decode, empty cache", "decode at 2,048", "prefill of 512"], processor)
    table("Errors", ["figure", "cells", "median", "largest"],
          [f"| {kind} | {len(values)} | {statistics.median(map(abs, values)):.0%} | {max(values, key=abs):+.0%} |"
           for kind, values in errors.items()])
    tables.append(f"{sum(inside) / len(inside):.0%} of the {len(inside)} measured speeds lie between `low` and `high`.")
    replace(options.report, options.section, tables)


if __name__ == "__main__":
    sys.exit(main())
