#!/usr/bin/env python3
"""Derive the constants of catalog/quantization-loss.json from the measurements it holds.

Usage: fit_quantization.py CATALOG_DIR      (needs numpy)

Two constants: how many points of quality a unit of Kullback-Leibler divergence costs, and how the loss falls with size.
Both come from MMLU of Llama 3 8B and 70B at many recipes, put on the scale of docs/quality.md: the loss in logits above
guessing, divided by MMLU's slope, twelve points to the logit.
"""
import json
import math
import os
import sys

import numpy as np

MMLU_SLOPE, POINTS_PER_LOGIT, CHANCE = 0.66, 12.0, 25.0


def loss(full, quantized):
    """Points of quality between two MMLU results."""
    def logit(value):
        share = max((value - CHANCE) / (100 - CHANCE), 0.01)
        return math.log(share / (1 - share))
    return (logit(full) - logit(quantized)) / MMLU_SLOPE * POINTS_PER_LOGIT


def main():
    path = os.path.join(sys.argv[1], "quantization-loss.json")
    table = json.load(open(path))
    # The files that were tested had been made with an importance matrix.
    divergence = {row["recipe"]: row.get("divergence_imatrix", row["divergence"]) for row in table["recipes"]}
    small, large = table["mmlu"]["llama-3-8b"], table["mmlu"]["llama-3-70b"]
    pairs = [(divergence[name], loss(small["F16"], value)) for name, value in small.items()
             if name in divergence and 0.005 < divergence[name] < 1]
    # One constant for losses from a tenth of a point to twenty: the mean of the ratios weighs all alike.
    factor = float(np.exp(np.mean([math.log(points / kl) for kl, points in pairs])))
    ratios = [math.log(loss(large["F16"], large[name]) / loss(small["F16"], small[name]))
              for name in large if name in small and name.startswith(("IQ2", "IQ3"))]
    exponent = float(np.mean(ratios)) / math.log(70.55 / 8.03)
    print(f"points per unit of divergence {factor:.1f} from {len(pairs)} recipes; exponent of size {exponent:.2f}")
    for name, value in small.items():
        if name in divergence:
            print(f"{name:8s} {loss(small['F16'], value):6.2f} measured, {factor * divergence[name]:6.2f} by the constant")


main()
