#!/usr/bin/env python3
"""Fit the quality of every model per use case and write catalog/quality.json.

Usage: fit_quality.py CATALOG_DIR [--check]      (needs numpy and scipy; about a minute)

Reads nothing but catalog/models; docs/quality.md explains the model. `--check` also leaves out one benchmark at a time
and prints how well the rest predicts it.
"""
import json
import os
import re
import sys

import numpy as np
from scipy.stats import spearmanr

import embedding_quality
from catalog_entries import line, lineage, load, regressors, series, with_defaults
from quality_model import BENCHMARKS, DOMAINS, QualityModel

# Prior of the regression coefficients, in logits: mean, standard deviation.
COEFFICIENTS = {
    "total": (0.7, 0.3), "active": (0.5, 0.3), "small": (-0.2, 0.3), "years": (0.5, 0.2), "late": (0.0, 0.2),
    "reasoning": (0.2, 0.2), "code": (0.0, 0.3), "math": (-0.4, 0.3), "vision": (0.0, 0.1), "completion": (-0.7, 0.3),
    "special": (-0.6, 0.2), "small_reasoning": (-0.2, 0.2), "one": (0.0, 0.001),
}
# What each use case asks of the domains (knowledge, instruction, reasoning, code, vision,
# agentic). Half of coding is work in a repository and a terminal, as far as anyone has measured it; knowledge is that of
# libraries.
USE_CASES = {
    "general": [0.35, 0.35, 0.15, 0.10, 0, 0.05],
    "coding": [0.10, 0.05, 0.05, 0.30, 0, 0.50],
    "reasoning": [0.15, 0, 0.85, 0, 0, 0],
    "rag": [0.40, 0.45, 0.15, 0, 0, 0],
    "summarization": [0.35, 0.60, 0.05, 0, 0, 0],
    "vision": [0.10, 0.15, 0.05, 0, 0.70, 0],
}
# Long prompts: points (in logits) per doubling of the trained context from 8k, up to 128k.
CONTEXT_WEIGHT = {"rag": 0.06, "summarization": 0.06}
# 50 is the mean of these in every use case; a logit of ability is worth twelve points.
ANCHORS = ["llama-3.1-8b-instruct", "qwen2.5-7b-instruct", "gemma-2-9b-it"]
POINTS_PER_LOGIT = 12.0
TYPICAL_UNCERTAINTY = 0.2
# How much of the uncertainty beyond the usual is taken off, and how many results make a model a measured one.
CAUTION, MEASURED_FROM = 0.75, 3
# What benchmarks cannot see of a use case, in points; part of every uncertainty.
UNSEEN = 2.0
# What a year brings within a line, in logits: as little as makers' lines have gained in their slowest year.
GENERATION = 0.3
# How far a model may stand from what its line leads to expect, in logits: the spread of models within their families.
INHERITED_ERROR = 0.25


# What makers advise against in their model cards (LiquidAI, LFM2 and LFM2.5-1.2B and -350M: not for tasks that "require
# programming skills"): nothing is promised there.
ADVISED_AGAINST = {"coding": r"lfm2-.*|lfm2\.5-(350m|1\.2b)(-thinking)?"}


def eligible(entry, use_case):
    can = set(entry["capabilities"])
    if re.fullmatch(ADVISED_AGAINST.get(use_case, "(?!)"), entry["id"]):
        return False
    if use_case == "vision":
        return "vision" in can
    if use_case == "coding":
        return bool(can & {"chat", "code"})
    return "chat" in can


def context_bonus(entry):
    return min(max(np.log2(entry["context_max"] / 8192), -2), 4)


def by_the_maker(source):
    """Whether a result is the maker's own; what stands in another maker's table or on a leaderboard is not."""
    return source.startswith(("card.", "readme.", "llm-stats.", "meta.")) and not source.endswith(".compared")


def results(entries):
    """(model, benchmark, value, whether it is the maker's own) of every usable result.

    Left out are: the Open LLM Leaderboard 2 for reasoning models, since it gave no room to think; results of a
    reasoning variant for a model that does not think; an index that a card quotes, since it has versions that cannot be
    compared and a quotation does not say which; and Artificial Analysis' index where several of its parts are there: it
    would count them twice, and a part of it is how often a model keeps silent rather than err.
    """
    rows = []
    for index, entry in enumerate(entries):
        thinks = "reasoning" in entry["capabilities"]
        parts = sum(score["source"].startswith("artificial-analysis.results") for score in entry.get("scores", []))
        for score in entry.get("scores", []):
            unfair = (score["benchmark"].startswith("oll2_") if thinks else score["source"].endswith(".reasoning"))
            unfair = unfair or parts >= MEASURED_FROM and score["benchmark"] == "artificial_analysis_index"
            if score["benchmark"] in BENCHMARKS and not unfair and not score["source"].endswith(".quoting"):
                rows.append((index, score["benchmark"], score["value"], by_the_maker(score["source"])))
    return rows


def build(entries):
    names = list(COEFFICIENTS)
    x = [[regressors(entry)[name] for name in names] for entry in entries]
    domain_sd = [[0.001 if name == "one" else 0.3 for name in names] for _ in DOMAINS]
    return QualityModel(
        x, [COEFFICIENTS[name][0] for name in names], [COEFFICIENTS[name][1] for name in names], domain_sd,
        np.unique([entry["family"] for entry in entries], return_inverse=True)[1],
        np.unique([entry["creator"] for entry in entries], return_inverse=True)[1])


def constraints(entries):
    """Pairs (lower, higher, gap) that sense demands unless data contradict: size in a line, generation in a series."""
    pairs = []
    for i, small in enumerate(entries):
        for j, large in enumerate(entries):
            if i == j:
                continue
            total, active = large["_total"] / small["_total"], large["_active"] / small["_active"]
            kinds = [set(entry["capabilities"]) & {"reasoning", "code"} for entry in (small, large)]
            if line(small) == line(large) and kinds[0] == kinds[1] and total >= 1.15 and active >= 1:
                pairs.append((i, j, 0.05 * np.log2(total)))
            elif (series(small) == series(large) and kinds[0] <= kinds[1] and 0.87 < total < 1.15
                  and 0.87 < active < 1.15 and large["_years"] - small["_years"] > 0.12):
                pairs.append((i, j, 0.03))
    return pairs


def ordered(mean, covariance, pairs):
    """The values nearest to the posterior mean that obey the pairs (Hildreth's method); strong data win."""
    variance = np.diag(covariance).copy()
    kept = []
    for low, high, gap in pairs:
        spread = np.sqrt(max(variance[low] + variance[high] - 2 * covariance[low, high], 1e-6))
        if mean[low] - mean[high] < 2.5 * spread:
            kept.append((low, high, gap))
    value, multipliers = mean.copy(), np.zeros(len(kept))
    for _ in range(300):
        for index, (low, high, gap) in enumerate(kept):
            step = (gap - (value[high] - value[low])) / (variance[low] + variance[high])
            step = max(step, -multipliers[index])
            multipliers[index] += step
            value[high] += step * variance[high]
            value[low] -= step * variance[low]
    return value


def below_the_frontier(value, measured):
    """Nothing is expected to be better than the best model that has been measured: what would be is bent below it."""
    frontier, room = value[measured].max(), 0.15
    bent = frontier - room * np.exp(-(value - (frontier - room)) / room)
    return np.where(measured | (value < frontier - room), value, bent)


def inherited(value, entries, results, effects):
    """A model without results of its own stands where its line does, with its own error.

    Of its line's measured models the one nearest in size and date leads it: it gets that one's value, what the
    regression gives for the difference in size, and a step of generation where it is newer, but not more than the best
    that has been measured of the line. One or two results of its own keep their share of what they say. Returns the values and the error that inheriting adds.
    """
    result, measured, error = value.copy(), results >= MEASURED_FROM, np.zeros(len(value))
    for i, entry in enumerate(entries):
        if measured[i]:
            continue
        kin = [j for j, other in enumerate(entries)
               if measured[j] and lineage(other) == lineage(entry)
               and ("reasoning" in other["capabilities"]) == ("reasoning" in entry["capabilities"])
               and abs(entry["_years"] - other["_years"]) < 1.1]
        if not kin:
            continue
        def distance(j):
            other = entries[j]
            sizes = [abs(np.log2(entry[size] / other[size])) for size in ("_total", "_active")]
            return sum(sizes) / 2 + 2 * abs(entry["_years"] - other["_years"])
        nearest = min(kin, key=distance)
        if distance(nearest) > 4:
            continue
        other = entries[nearest]
        own, its = regressors(entry), regressors(other)
        size = sum(effects[name] * (own[name] - its[name]) for name in ("total", "active", "small", "small_reasoning"))
        generation = GENERATION * (entry["_years"] - other["_years"])
        own = results[i] / MEASURED_FROM
        best = max(value[j] for j in kin)
        result[i] = own * min(value[i], best) + (1 - own) * min(value[nearest] + size + generation, best)
        error[i] = (1 - own) * INHERITED_ERROR
    return result, error


def points(value, anchor):
    """A logit of ability on the scale of 0 to 100; bent only where it would leave the scale."""
    score = 50 + POINTS_PER_LOGIT * (value - anchor)
    if score > 90:
        return 90 + 10 * (1 - np.exp(-(score - 90) / 10))
    return score if score > 10 else 10 * np.exp((score - 10) / 10)


def uncertainty(deviation):
    return round(float(np.hypot(POINTS_PER_LOGIT * deviation, UNSEEN)), 1)


def prior_of(model, use_case, weights, anchor):
    """The score of a model nobody has published anything about, as a linear function of its regressors."""
    names = list(COEFFICIENTS)
    effects = model.coefficients(np.array(weights))
    coefficients = {name: round(float(POINTS_PER_LOGIT * effect), 2) for name, effect in zip(names, effects)}
    coefficients.pop("one")
    deviation = model.deviation_of_a_new_model(np.array(weights))
    discount = CAUTION * max(deviation - TYPICAL_UNCERTAINTY, 0) if use_case != "vision" else 0
    return {"at_zero": round(float(50 - POINTS_PER_LOGIT * (anchor + discount)), 2),
            "context": round(POINTS_PER_LOGIT * CONTEXT_WEIGHT.get(use_case, 0), 2),
            "uncertainty": uncertainty(deviation), **coefficients}


def leave_one_out(entries, rows):
    """Spearman correlation of each benchmark with its prediction from all others, on the models that have it."""
    table = {}
    for benchmark in sorted({name for _, name, _, _ in rows}):
        held = [(model, value) for model, name, value, _ in rows if name == benchmark]
        if len(held) < 8:
            continue
        model = build(entries)
        model.fit([row for row in rows if row[1] != benchmark], rounds=1, steps=12)
        load = np.repeat(BENCHMARKS[benchmark][0][None, :], len(held), axis=0)
        mean, _ = model.posterior(np.array([index for index, _ in held]), load)
        table[benchmark] = (len(held), spearmanr(mean, [value for _, value in held])[0])
        print(f"{benchmark:28s} {len(held):4d} {table[benchmark][1]:.3f}", flush=True)
    weights = np.array([count for count, _ in table.values()])
    print("weighted mean", round(float(np.average([value for _, value in table.values()], weights=weights)), 3))


def main():
    catalog = sys.argv[1]
    entries = with_defaults(load(catalog))
    rows = results(entries)
    if "--check" in sys.argv:
        return leave_one_out(entries, rows)
    model = build(entries)
    model.fit(rows)
    for b, name in enumerate(model.names):
        print(f"{name:28s} n={int((model.b == b).sum()):3d} slope={model.slope[b]:.2f} noise={model.sigma[b]:.2f}")
    print("variances", {name: round(float(value), 3) for name, value in vars(model).items() if name.startswith("var_")})
    indices, pairs = np.arange(len(entries)), constraints(entries)
    counts = np.bincount([index for index, _, _, _ in rows], minlength=len(entries))
    measured = counts >= MEASURED_FROM
    quality = {entry["id"]: {} for entry in entries}
    prior = {}
    for use_case, weights in USE_CASES.items():
        load_ = np.repeat(np.array(weights)[None, :], len(entries), axis=0)
        mean, covariance = model.posterior(indices, load_)
        deviation = np.sqrt(np.diag(covariance))
        # What is not known to be good is not promised: uncertainty beyond the usual counts against it.
        cautious = mean - CAUTION * np.maximum(deviation - TYPICAL_UNCERTAINTY, 0) * (use_case != "vision")
        effects = dict(zip(COEFFICIENTS, model.coefficients(np.array(weights))))
        value, error = inherited(cautious, entries, counts, effects)
        deviation = np.hypot(deviation, error)
        value = ordered(below_the_frontier(value, measured), covariance, pairs)
        bonus = CONTEXT_WEIGHT.get(use_case, 0) * np.array([context_bonus(entry) for entry in entries])
        anchor = np.mean([(value + bonus)[i] for i, entry in enumerate(entries) if entry["id"] in ANCHORS])
        for index, entry in enumerate(entries):
            if eligible(entry, use_case):
                score = points(value[index] + bonus[index], anchor)
                quality[entry["id"]][use_case] = [round(float(score), 1),
                                                  uncertainty(deviation[index])]
        prior[use_case] = prior_of(model, use_case, weights, anchor)
    for name, value in embedding_quality.fit(entries).items():
        quality[name]["embedding"] = value
    # A benchmark speaks for a use case directly if one of its domains weighs at least a third of the heaviest.
    sources = {use_case: sorted(name for name, (load_, _) in BENCHMARKS.items()
                                if load_[np.array(weights) >= max(weights) * 0.33].sum() > 0.4)
               for use_case, weights in USE_CASES.items()}
    sources["embedding"] = embedding_quality.BENCHMARKS
    priors = [f'    {json.dumps(name)}: {json.dumps(value)}' for name, value in prior.items()]
    lines = [f'    {json.dumps(name)}: {json.dumps(value)}' for name, value in sorted(quality.items()) if value]
    benchmarks = [f'    {json.dumps(name)}: {json.dumps(value)}' for name, value in sources.items()]
    with open(os.path.join(catalog, "quality.json"), "w") as file:
        file.write('{\n  "benchmarks": {\n' + ",\n".join(benchmarks) + '\n  },\n  "prior": {\n' + ",\n".join(priors) + '\n  },\n  "models": {\n' + ",\n".join(lines)
                   + "\n  }\n}\n")


if __name__ == "__main__":
    main()
