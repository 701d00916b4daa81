#!/usr/bin/env python3
"""Fit the speed model's GPU constants on measured speeds and write catalog/speed-constants.json.

Usage: fit_speed.py PROJECT_DIR PLIMSOLL_BINARY [MEASUREMENTS.csv] [--answers FILE] [--worst N] [--dry-run]

Needs numpy and scipy; two minutes. MEASUREMENTS defaults to ../shared/truth/speeds.csv next to the project: public
results of llama.cpp and its kin, one row each with its source (llama.cpp's discussions, benchmark repositories,
community results), of which the usable ones of today's llama.cpp on GPUs are taken. GPU facts are those of
catalog/gpus.json; what a model reads and computes is asked of the program. docs/speed.md explains formula and bands.
"""
import argparse
import collections
import json
import os

import numpy as np

import speed_rows
from speed_formula import BACKENDS, BEFORE_VOLTA, Decode, Prefill, left_out, weights

# The band is meant to hold 80 % of true values; 84 % of the left-out ones leave room for machines unlike these.
COVERED = 0.84
# Rows of the same back end that a small group borrows from.
BORROWED = 6.0
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


def decode_constants(formula, constants, backend, generation):
    value = lambda name: formula.value(constants, name, backend, generation)
    cost = value("arithmetic_cost_before_volta" if generation in BEFORE_VOLTA else "arithmetic_cost")
    return {
        "bandwidth_share": round(min(value("bandwidth_share"), 1.0), 4), "layer_us": round(value("layer_us"), 2),
        "expert_layer_us": round(value("expert_layer_us"), 2),
        "recurrent_layer_us": round(value("recurrent_layer_us"), 2), "cache_factor": round(value("cache_factor"), 4),
        "arithmetic_cost": round(cost, 4), "attention_cost": round(value("attention_cost"), 4),
        "heavy_format_factor": round(value("heavy_format_factor"), 4),
    }


def prefill_constants(formula, constants, backend, generation):
    names = ["arithmetic_share", "professional_factor", "attention_share", "cache_reads", "layer_us",
             "expert_layer_us", "recurrent_layer_us", "expert_factor", "no_flash_attention", "heavy_format_factor"]
    return {name: round(formula.value(constants, name, backend, generation), 4) for name in names}


def fitted(name, rows, formula):
    kept = [row for row in rows if row[name] > 0 and row["fp32"] > 0]
    if name == "prefill":  # users' single reports time short prompts with everything around them
        kept = [row for row in kept if not row["is_single_report"] and row["prompt"] >= 256]
    constants = formula.fit(kept, name)
    speeds = formula.speed(constants, formula.table(kept))
    without_models = left_out(formula, kept, name, "family")
    without_gpus = left_out(formula, kept, name, "hardware")
    report = {
        "fit": summary(kept, speeds, name), "models_left_out": summary(kept, without_models, name),
        "gpus_left_out": summary(kept, without_gpus, name)}
    return kept, constants, speeds, bands(kept, [without_models, without_gpus], name), report


def entry(pieces, generation, backend, rows):
    result = {}
    for name, (kept, formula, constants, band_table, write) in pieces.items():
        result[name] = write(formula, constants, backend, generation)
        if generation is None:
            chosen = {kind: wider(band_table[backend][kind], 1.25) for kind in ("dense", "experts")}
        else:
            chosen = band_table[backend]["generations"].get(generation)
            if chosen is None:
                chosen = {kind: wider(band_table[backend][kind], 1.25) for kind in ("dense", "experts")}
        result[name]["band"] = chosen
    result["rows"] = sum(1 for row in rows if row["backend"] == backend and generation in (None, row["generation"]))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project")
    parser.add_argument("binary")
    parser.add_argument("measurements", nargs="?")
    parser.add_argument("--answers", help="keep the program's answers in this file")
    parser.add_argument("--worst", type=int, default=0, help="print the N worst groups")
    parser.add_argument("--dry-run", action="store_true", help="do not write the constants")
    options = parser.parse_args()
    source = options.measurements or os.path.join(options.project, "../shared/truth/speeds.csv")
    gpus_path = os.path.join(options.project, "catalog/gpus.json")
    rows, unknown = speed_rows.read(source, gpus_path, speed_rows.Program(options.binary, options.answers))
    print(len(rows), "rows; left out for an unknown name:", unknown)

    pieces, report = {}, {}
    for name, formula, write in (("decode", Decode(rows), decode_constants),
                                 ("prefill", Prefill(rows), prefill_constants)):
        kept, constants, speeds, band_table, report[name] = fitted(name, rows, formula)
        pieces[name] = (kept, formula, constants, band_table, write)
        print(name, json.dumps(report[name], indent=1))
        if options.worst:
            print_worst(kept, speeds, name, options.worst)
    gpus = json.load(open(gpus_path))
    ratios = [gpu["fp32_tflops"] * 1000 / gpu["bandwidth_gbs"] for gpu in gpus["gpus"]
              if gpu.get("fp32_tflops") and gpu.get("bandwidth_gbs")]
    document = {
        "schema": "plimsoll.speed-constants/1",
        "comment": "Fitted by catalog/tools/fit_speed.py on public measurements; docs/speed.md explains it.",
        "date": gpus["date"], "fp32_operations_per_byte": round(float(np.median(ratios)), 1), "errors": report,
        "backends": {
            backend: {
                "any": entry(pieces, None, backend, rows),
                "generations": {
                    generation: entry(pieces, generation, backend, rows)
                    for name, generation in pieces["decode"][1].pairs if name == backend},
            } for backend in BACKENDS},
    }
    if not options.dry_run:
        with open(os.path.join(options.project, "catalog/speed-constants.json"), "w") as file:
            json.dump(document, file, indent=1)
            file.write("\n")


def print_worst(rows, speeds, target, number):
    groups = collections.defaultdict(list)
    for row, speed in zip(rows, speeds):
        groups[row["backend"], row["hardware"], row["model"], row["quantization"]].append(speed / row[target])
    ranked = sorted(groups.items(), key=lambda item: -abs(np.log(np.median(item[1]))))
    for key, values in ranked[:number]:
        print(f"{np.median(values):6.2f} × the truth, {len(values)} rows:", *key)


if __name__ == "__main__":
    main()
