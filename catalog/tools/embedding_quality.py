"""Quality of embedding models: a small linear model of published MTEB results on size, date and languages."""
import math

import numpy as np

# Where the scale of each benchmark usually lies, relative to the first; the fit moves it.
OFFSETS = {"mteb_english_v1": 0.0, "mteb_english_v2": 5.0, "mteb_english_v2_retrieval": -6.0, "mteb_multilingual": 0.0,
           "mteb_multilingual_v2": 3.0, "mteb_retrieval_ndcg10": -9.0}
BENCHMARKS = list(OFFSETS)


def fit(entries):
    """{id: [score, uncertainty]} of every embedding model.

    value = benchmark + b1 * log10(parameters / 300 M) + b2 * years since 2024 + b3 * multilingual + model + noise,
    a ridge regression in points of MTEB; one point of MTEB is worth two points of ours and 65 points are 60.
    """
    models = [entry for entry in entries if "embedding" in entry["capabilities"]]
    rows = [(index, BENCHMARKS.index(score["benchmark"]), score["value"]) for index, entry in enumerate(models)
            for score in entry.get("scores", []) if score["benchmark"] in BENCHMARKS]

    def features(entry):
        years = min(max(entry["_years"] + 0.5, -1.5), 2)
        return [1.0, math.log10(entry["_total"] / 3e8), years, float("multilingual" in entry["capabilities"])]

    x = np.array([features(entry) for entry in models])
    mean, sd = np.array([62.0, 4.0, 2.5, 0.0]), np.array([0.01, 1.5, 1.0, 1.0])
    offsets = np.array(list(OFFSETS.values()))
    count, width = len(models), x.shape[1]
    # Unknowns: coefficients, benchmark offsets, one effect per model.
    prior = np.diag(np.concatenate([np.square(sd), np.full(len(BENCHMARKS), 9.0), np.full(count, 4.0)]))
    start = np.concatenate([mean, offsets, np.zeros(count)])
    design = np.zeros((len(rows), len(start)))
    target = np.zeros(len(rows))
    for row, (index, benchmark, value) in enumerate(rows):
        design[row, :width] = x[index]
        design[row, width + benchmark] = 1
        design[row, width + len(BENCHMARKS) + index] = 1
        target[row] = value
    gain = prior @ design.T @ np.linalg.inv(design @ prior @ design.T + np.eye(len(rows)))
    posterior = start + gain @ (target - design @ start)
    covariance = prior - gain @ design @ prior
    result = {}
    for index, entry in enumerate(models):
        row = np.zeros(len(start))
        row[:width] = x[index]
        row[width + len(BENCHMARKS) + index] = 1
        value, deviation = row @ posterior, math.sqrt(row @ covariance @ row)
        result[entry["id"]] = [round(float(min(max(60 + 2 * (value - 65), 1), 99)), 1), round(2 * deviation, 1)]
    return result
