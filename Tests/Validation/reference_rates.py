#!/usr/bin/env python3
"""Plimsoll's memory read and f32 product beside the best read loop and OpenBLAS, taking turns, as medians of the ratios.

Needs a C compiler and OpenBLAS (Debian's gcc and libopenblas-dev) and a processor with AVX-512.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).with_name("reference_rates.c")


def reference(program):
    """The read loops' rates by name, and OpenBLAS's."""
    reads, product = {}, None
    for line in subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines():
        kind, rate, name = line.split("\t")
        if kind == "read":
            reads[name] = float(rate)
        else:
            product = float(rate)
    return reads, product


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/plimsoll")
    parser.add_argument("--pairs", type=int, default=7)
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/reference_rates"
        subprocess.run(["cc", "-O2", "-pthread", SOURCE, "-lopenblas", "-o", program], check=True)
        for _ in range(options.pairs):
            cpu = json.loads(subprocess.run(
                [options.program, "bench", "--json"], env=dict(os.environ, XDG_CACHE_HOME=folder), check=True,
                capture_output=True).stdout)["cpu"]
            ours = {"read": cpu["memory_read_bytes_per_second"]["median"], "sgemm": next(
                k["operations_per_second"]["median"] for k in cpu["kernels"]
                if k["quantization"] == "F32" and k["phase"] == "prefill")}
            reads, product = reference(program)
            best = max(reads, key=reads.get)
            found.append((ours["read"], reads[best], ours["sgemm"], product))
            print(f"read {ours['read'] / 1e9:.2f} of {reads[best] / 1e9:.2f} GB/s ({best}); "
                  f"f32 {ours['sgemm'] / 1e9:.0f} of {product / 1e9:.0f} GFLOP/s; noisy: {cpu['noisy']}", flush=True)
    print("\n| figure | ours | reference | ratio |\n|---|--:|--:|--:|")
    for name, unit, first in (("memory read", "GB/s", 0), ("f32 product", "GFLOP/s", 2)):
        ours, theirs = (statistics.median(row[i] for row in found) / 1e9 for i in (first, first + 1))
        ratio = statistics.median(row[first] / row[first + 1] for row in found)
        print(f"| {name} | {ours:.1f} {unit} | {theirs:.1f} {unit} | {ratio:.2f} |")


main()
