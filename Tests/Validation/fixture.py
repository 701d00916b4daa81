#!/usr/bin/env python3
"""Makes a fixture of the tests from what `validate.py` measured: what each model asks of the processor, what the benchmark of
each turn reached, and what llama.cpp did. Turns that something disturbed are left out; rows of the fixture that were not
measured again are kept.
"""

import argparse
import json
import math
import statistics
from pathlib import Path

import models
from validate import QUIET


def work(model, quantization, explained):
    """What a model asks of the processor: as `fit --explain` tells it, and what it leaves out."""
    shape = models.SHAPES[model]
    token_bytes = 4 * shape["kv_heads"] * shape["head"]
    head = models.tensor_type(shape, quantization, "output.weight", "output", (shape["vocabulary"], shape["width"]))
    rows = {}
    for window in ("", "window_"):
        layers = explained[window + "cache_bytes_per_context_token"] // token_bytes
        rows[window + "query_rows_per_context_token"] = layers * shape["heads"]
        # Rows of a lone head lie one after another.
        rows[window + "key_rows_per_context_token"] = layers * shape["kv_heads"] if shape["kv_heads"] > 1 else 0
    return {**explained, **rows, "head_multiply_adds": {head.name.lower(): shape["vocabulary"] * shape["width"]}}


def mean(values):
    """The geometric mean, as the program takes it of several runs."""
    return math.exp(statistics.fmean(math.log(value) for value in values))


def processor(benchmark):
    """What the benchmark's runs of a turn say together, as the tests and `catalog/tools/processor_speed.py` take it."""
    runs = json.loads(benchmark)["runs"]
    kernels = {}
    for place, kernel in enumerate(runs[-1]["kernels"]):
        unit = "bytes" if kernel["phase"] == "decode" else "operations"
        rate = mean(run["kernels"][place][unit][0] for run in runs)
        kernels.setdefault(kernel["quantization"], {})[kernel["phase"]] = round(rate / 1e9, 2)
    return {
        "threads": runs[-1]["threads"], "kernel_set": runs[-1]["kernels"][0]["name"].split("_")[-1],
        "read_gbs": round(mean(run["read"][0] for run in runs) / 1e9, 2),
        "kernels": {name: [rates["decode"], rates["prefill"]] for name, rates in kernels.items()},
        "attention": [[figure["width"], figure["heads"], round(mean(run["attention"][place]["cells"][0] for run in runs) / 1e6, 2)]
                      for place, figure in enumerate(runs[-1]["attention"])]}


def rows(results):
    for name, row in results.items():
        model, quantization = name.split()
        turns = [{**processor(pair["benchmark"]), **{figure: round(value, 3) for figure, value in pair["measured"].items()}}
                 for pair in row["pairs"] if pair["others"] < QUIET]
        if turns:
            yield {"model": name, "work": work(model, quantization, row["work"]), "turns": turns}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("fixture", type=Path)
    options = parser.parse_args()
    results = json.loads(options.results.read_text())
    kept = json.loads(options.fixture.read_text()) if options.fixture.exists() else []
    found = {row["model"]: row for row in [*kept, *rows(results)]}
    options.fixture.write_text("[\n" + ",\n".join(json.dumps(row) for row in found.values()) + "\n]\n")


if __name__ == "__main__":
    main()
