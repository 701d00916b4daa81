#!/usr/bin/env python3
"""Fit the speed model's GPU constants on measured speeds and write catalog/speed-constants.json.

Usage: fit_speed.py PROJECT_DIR PLIMSOLL_BINARY [MEASUREMENTS.csv] [--answers FILE] [--worst N] [--dry-run | --keep-gpus]

Needs numpy and scipy; two minutes. MEASUREMENTS defaults to Tests/Truth/speeds.csv: public results of
today's llama.cpp, one row each with its source (llama.cpp's discussions, benchmark repositories, community results). GPU
facts are those of catalog/gpus.json; what a model reads and computes is asked of the program. The constants of processors are those of
processor_speed.py. It also writes the table of errors in docs/speed.md, and speeds for the tests to compare with. docs/speed.md
explains formula and bands.
"""
import argparse
import collections
import csv
import glob
import json
import os
import re

import numpy as np

import offload_speed
import processor_speed
import speed_answers
import speed_rows
from speed_formula import BACKENDS, Decode, Prefill, left_out, weights

# llama.cpp's split by tensors, in which all cards compute every layer together: what they wait for each other in a layer,
# from Gemma 4 31B Q4_K_M on two cards at 43.81 tokens/s by layers and 59.45 by tensors (ggml-org/llama.cpp #19378), and
# the architectures that it refuses (docs/multi-gpu.md there, 2026-05). Set, not fitted.
SHARED_LAYERS = {
    "exchange_layer_us": 61.5,
    "architectures_without": [
        "bitnet", "deepseek2", "falcon-h1", "gemma3n", "glm-dsa", "granitehybrid", "grok", "jamba", "kimi-linear",
        "lfm2moe", "mamba", "mamba2", "minicpm3", "minimax-m2", "mistral4", "mpt", "nemotron_h", "nemotron_h_moe", "olmo2",
        "olmoe", "plamo2", "t5"],
}
# The band is meant to hold 80 % of true values; 84 % of the left-out ones leave room for machines unlike these.
COVERED = 0.84
# Rows of the same back end that a small group borrows from.
BORROWED = 6.0
# By how much further bands reach for what no row speaks of; docs/speed.md says what each was set by.
UNMEASURED = {"architecture": {"slower": 1.5, "faster": 1.25}, "doubled_cards": {"dense": 1.3, "experts": 2}, "offload": 2,
              "engine": 1.5}
# Errors beyond this factor are taken for something else than speed (a model that did not fit).
LARGEST = np.log(3)


def errors(rows, speeds, target, include=lambda row: True):
    values = np.array([abs(speed / row[target] - 1) for row, speed in zip(rows, speeds) if include(row)])
    return None if len(values) == 0 else {
        "rows": len(values), "median": round(float(np.median(values)), 3),
        "p90": round(float(np.quantile(values, 0.9)), 3)}


def summary(rows, speeds, target):
    reliable = lambda row: not row["is_single_report"]
    return {
        "all": errors(rows, speeds, target),
        "reliable": errors(rows, speeds, target, reliable),
        "dense": errors(rows, speeds, target, lambda row: reliable(row) and not row["expert_layers"]),
        "experts": errors(rows, speeds, target, lambda row: reliable(row) and row["expert_layers"]),
        "without_the_most_measured_gpu": errors(
            rows, speeds, target, lambda row: reliable(row) and row["hardware"] != most_measured(rows)),
    }


def most_measured(rows):
    return collections.Counter(row["hardware"] for row in rows).most_common(1)[0][0]


def band(residuals, row_weight, inside, backend, kind):
    """Factors from estimate to low and high: the group's error that few exceed, a little of others' mixed in."""
    weight = row_weight * inside
    for near, most in ((backend & kind & ~inside, BORROWED), (kind & ~backend, BORROWED / 2)):
        total = (row_weight * near).sum()
        if total > 0:
            weight = weight + row_weight * near * min(1.0, most / total)
    sizes = np.minimum(np.abs(residuals), LARGEST)
    order = np.argsort(sizes)
    position = (np.cumsum(weight[order]) - weight[order] / 2) / np.sum(weight)
    size = max(float(np.interp(COVERED, position, sizes[order])), 0.05)
    return {"low": round(float(np.exp(-size)), 3), "high": round(float(np.exp(size)), 3)}


def bands(rows, left_out_speeds, target):
    """Bands per back end, generation and kind of model, from the errors on rows that the fit had not seen."""
    truth = np.log([row[target] for row in rows] * len(left_out_speeds))
    residuals = truth - np.log(np.concatenate(left_out_speeds))
    repeated = rows * len(left_out_speeds)
    weight = np.tile(weights(rows), len(left_out_speeds)) / len(left_out_speeds)
    backend = np.array([row["backend"] for row in repeated])
    generation = np.array([row["generation"] for row in repeated])
    experts = np.array([row["expert_layers"] > 0 for row in repeated])
    result = {}
    for name in BACKENDS:
        of_backend = backend == name
        result[name] = {"generations": {}}
        for key, kind in (("dense", ~experts), ("experts", experts)):
            result[name][key] = band(residuals, weight, of_backend & kind, of_backend, kind)
            for each in sorted(set(generation[of_backend])):
                entry = result[name]["generations"].setdefault(each, {})
                entry[key] = band(residuals, weight, of_backend & (generation == each) & kind, of_backend, kind)
    return result


def wider(entry, factor):
    """A band for machines that no row speaks of."""
    return {"low": round(entry["low"] ** factor, 3), "high": round(entry["high"] ** factor, 3)}


def levels(formula, constants):
    """The constants at each level as the file has them: of all back ends, by back end, by back end and generation.

    A level below another gives the factor on what stands above it.
    """
    every, backends, generations = {}, {name: {} for name in BACKENDS}, {pair: {} for pair in formula.pairs}
    for name, decimals in formula.decimals.items():
        rounded = lambda *level: round(formula.value(constants, name, *level), decimals)
        is_of_all = (name, BACKENDS[0]) not in formula.index
        if is_of_all:
            every[name] = rounded()
        for backend in BACKENDS:
            if not is_of_all:
                backends[backend][name] = rounded(backend)
        for backend, generation in formula.pairs:
            factor = float(f"{rounded(backend, generation) / rounded(backend):.10g}")
            if factor != 1:
                generations[backend, generation][name] = factor
    return every, backends, generations


def fitted(name, rows, formula):
    kept = [row for row in rows if row[name] > 0 and row["fp32"] > 0]
    if name == "prefill":  # users' single reports time short prompts with everything around them
        kept = [row for row in kept if not row["is_single_report"] and row["prompt"] >= 256]
    constants = formula.fit(kept, name)
    table = formula.table(kept)
    speeds = formula.speed(formula.by(constants, table), table)
    without_models = left_out(formula, kept, name, "family")
    without_gpus = left_out(formula, kept, name, "hardware")
    report = {
        "fit": summary(kept, speeds, name), "models_left_out": summary(kept, without_models, name),
        "gpus_left_out": summary(kept, without_gpus, name)}
    return kept, constants, speeds, bands(kept, [without_models, without_gpus], name), report


def entry(rows, part_levels, part_bands, generation=None):
    """What the file says of a back end, or of a generation on it: constants, bands, and how many rows are behind them."""
    result = {"rows": sum(1 for row in rows if generation in (None, row["generation"]))}
    for part, constants in part_levels.items():
        chosen = part_bands[part]["generations"].get(generation) or {
            kind: wider(part_bands[part][kind], 1.25) for kind in ("dense", "experts")}
        result[part] = {**constants, "band": {kind: [band["low"], band["high"]] for kind, band in chosen.items()}}
    return result


def document(rows, parts, gpus):
    """The constants' file of what was fitted for each part: levels, and bands by back end."""
    ratios = [gpu["fp32_tflops"] * 1000 / gpu["bandwidth_gbs"] for gpu in gpus["gpus"]
              if gpu.get("fp32_tflops") and gpu.get("bandwidth_gbs")]
    backends = {}
    for name in BACKENDS:
        of_backend = [row for row in rows if row["backend"] == name]
        part_bands = {part: bands[name] for part, (_, bands) in parts.items()}
        backends[name] = entry(of_backend, {part: levels[1][name] for part, (levels, _) in parts.items()}, part_bands)
        pairs = sorted({(row["backend"], row["generation"]) for row in of_backend})
        backends[name]["generations"] = {
            pair[1]: entry(of_backend, {part: levels[2][pair] for part, (levels, _) in parts.items()}, part_bands, pair[1])
            for pair in pairs}
    return {
        "schema": "plimsoll.speed-constants/2",
        "comment": "Written by catalog/tools/fit_speed.py: GPUs fitted on public measurements; docs/speed.md explains it.",
        "date": gpus["date"], "fp32_operations_per_byte": round(float(np.median(ratios)), 1),
        "all": {part: levels[0] for part, (levels, _) in parts.items()},
        "backends": {**backends, "cpu": processor_speed.constants()}}


def measured_architectures(project, rows):
    """llama.cpp's names of the architectures that rows, or the validation of processors, have models of."""
    names = {}
    for path in glob.glob(os.path.join(project, "catalog/models/*.json")):
        for model in json.load(open(path))["models"]:
            names[model["id"]] = model.get("architecture", {}).get("name")
    return sorted({names[row["model"]] for row in rows}.union(processor_speed.ARCHITECTURES))


def table(report):
    """The errors as the table of docs/speed.md."""
    lines = ["| relative error | rows | median | 90th percentile | models with experts |", "|---|--:|--:|--:|--:|"]
    for part, kinds in report.items():
        for kind, name in (("fit", "fitted"), ("models_left_out", "models left out"), ("gpus_left_out", "GPUs left out")):
            errors = kinds[kind]["reliable"]
            percent = lambda share: f"{share * 100:.1f} %"
            lines.append(f"| {part}, {name} | {errors['rows']} | {percent(errors['median'])} | {percent(errors['p90'])} | "
                         f"{percent(kinds[kind]['experts']['median'])} |")
    return "\n".join(lines)


def write_table(path, name, text):
    """Puts a table between its marks of the page."""
    begin, end = f"<!-- {name}: begin -->\n", f"\n<!-- {name}: end -->"
    page = open(path).read()
    before, rest = page.split(begin)
    with open(path, "w") as file:
        file.write(before + begin + text + end + rest.split(end)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project")
    parser.add_argument("binary")
    parser.add_argument("measurements", nargs="?")
    parser.add_argument("--answers", help="keep the program's answers in this file")
    parser.add_argument("--worst", type=int, default=0, help="print the N worst groups")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--keep-gpus", action="store_true", help="fit nothing: write the processor and the tests' speeds")
    options = parser.parse_args()
    source = options.measurements or os.path.join(options.project, "Tests/Truth/speeds.csv")
    gpus_path, constants_path, page_path, answers_path, prompts_path = (
        os.path.join(options.project, name) for name in (
            "catalog/gpus.json", "catalog/speed-constants.json", "docs/speed.md",
            "Tests/SpeedTests/Fixtures/speeds-of-the-script.json",
            "Tests/SpeedTests/Fixtures/offloaded-prompts-of-the-script.json"))
    program = speed_rows.Program(options.binary, options.answers)
    rows, unknown = speed_rows.read(source, gpus_path, program)
    print(len(rows), "rows; left out for an unknown name:", unknown)

    if options.keep_gpus:
        result = json.load(open(constants_path))
        result["backends"]["cpu"] = processor_speed.constants()
    else:
        parts, report = {}, {}
        for name, formula in (("decode", Decode(rows)), ("prefill", Prefill(rows))):
            kept, constants, speeds, band_table, report[name] = fitted(name, rows, formula)
            parts[name] = (levels(formula, constants), band_table)
            print(name, json.dumps(report[name], indent=1))
            if options.worst:
                print_worst(kept, speeds, name, options.worst)
        result = document(rows, parts, json.load(open(gpus_path)))
    result["unmeasured"] = UNMEASURED
    result["shared_layers"] = SHARED_LAYERS
    result["offload"] = offload_speed.CONSTANTS
    result["all"]["architectures"] = measured_architectures(options.project, rows)
    if options.dry_run:
        return
    if not options.keep_gpus:
        write_table(page_path, "errors", table(report))
    with open(source) as file:
        processors = [row for row in csv.DictReader(file) if row["backend"] == "cpu"]
    write_table(page_path, "processors", processor_speed.comparison(result["backends"]["cpu"], processors, program))
    program.save()
    with open(constants_path, "w") as file:
        text = json.dumps(result, indent=1)
        file.write(re.sub(r"\[\s+([\d.]+),\s+([\d.]+)\s+\]", r"[\1, \2]", text) + "\n")
    speed_answers.write(answers_path, result, rows, program)
    speed_answers.write_offloaded(prompts_path, result, json.load(open(gpus_path))["gpus"], program)


def print_worst(rows, speeds, target, number):
    groups = collections.defaultdict(list)
    for row, speed in zip(rows, speeds):
        groups[row["backend"], row["hardware"], row["model"], row["quantization"]].append(speed / row[target])
    ranked = sorted(groups.items(), key=lambda item: -abs(np.log(np.median(item[1]))))
    for key, values in ranked[:number]:
        print(f"{np.median(values):6.2f} × the truth, {len(values)} rows:", *key)


if __name__ == "__main__":
    main()
