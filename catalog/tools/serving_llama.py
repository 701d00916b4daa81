"""What further sequences add to llama.cpp's step at one sequence, which `plimsoll fit` predicts.

The kernels for a few columns read more slowly than that for one, distinct experts are read beside, and each further
sequence brings its cache, its arithmetic at a share of the rate of prompts, and waits of its own. A recurrent state is moved
more often than it is read and written once: it is gathered from the cells of the batch, updated and put back.
"""
import csv
import json
import os
import subprocess

import numpy as np
from scipy.optimize import least_squares

RECIPES = {"q8_0": "Q8_0", "mxfp4": "MXFP4_MOE", "q4_0": "Q4_0", "q4_k_m": "Q4_K_M", "nvfp4": "Q4_0"}
# Name: most likely value and its deviation as a logarithm.
CONSTANTS = {
    "kernel_cost": (0.1, 0.7), "expert_kernel_cost": (0.1, 0.7), "batch_share": (0.5, 0.7),
    "expert_batch_share": (1, 0.7), "sequence_layer_us": (5, 0.7), "state_moves": (3, 0.7), "expert_reads": (1, 0.3),
}
# On a processor: so many further columns halve what one costs beyond one of many, without and with experts. Set beside
# llama-batched-bench on two cores of a Zen 4 server (docs/serving.md), not fitted here.
PROCESSOR = {"columns": 7, "expert_columns": 1.3}


def step_seconds(value, table):
    """One step of `sequences` sequences; never longer than one after the other."""
    number, mixed = table["sequences"], table["expert_bytes"] > 0
    cost = np.where(mixed, value("expert_kernel_cost"), value("kernel_cost"))
    share = table["expert_share"]
    more = np.where(mixed, table["expert_bytes"] * (1 - (1 - share) ** number - share), 0)
    seconds = table["alone"] * (1 + cost * (1 - 1 / number)) + value("expert_reads") * more / table["weight_rate"]
    further = ((table["cache"] + value("state_moves") * table["state"]) / table["cache_rate"]
               + table["prompt_token"] / np.where(mixed, value("expert_batch_share"), value("batch_share"))
               + 1e-6 * table["layers"] * value("sequence_layer_us"))
    return np.minimum(seconds + (number - 1) * further, number * table["alone"])


def by(vector):
    return lambda name: np.exp(vector[list(CONSTANTS).index(name)])


def solve(rows):
    mean = np.array([np.log(value) for value, _ in CONSTANTS.values()])
    deviation = np.array([spread for _, spread in CONSTANTS.values()])
    table = {key: np.array([row[key] for row in rows]) for key in rows[0] if key not in ("model", "gpu")}

    def residuals(vector):
        error = (np.log(table["sequences"] / step_seconds(by(vector), table)) - np.log(table["truth"])) / 0.2
        return np.concatenate([np.sign(error) * np.sqrt(2 * (np.sqrt(1 + error**2) - 1)), (vector - mean) / deviation])

    return least_squares(residuals, mean).x


def errors(vector, rows):
    table = {key: np.array([row[key] for row in rows]) for key in rows[0] if key not in ("model", "gpu")}
    return np.log(table["sequences"] / step_seconds(by(vector), table)) - np.log(table["truth"])


def fit(project, program):
    """The constants, and errors of the fit and without each model."""
    rows = read(project, program)
    vector = solve(rows)
    unseen = np.zeros(len(rows))
    for model in sorted({row["model"] for row in rows}):
        inside = [i for i, row in enumerate(rows) if row["model"] == model]
        without = solve([row for row in rows if row["model"] != model])
        unseen[inside] = errors(without, [rows[i] for i in inside])
    values = {name: float(f"{np.exp(value):.5g}") for name, value in zip(CONSTANTS, vector)}
    return values, errors(vector, rows), unseen


def ask(program, gpu, model, recipe, prompt, answer):
    key = f"{gpu['id']} {model} {recipe} {prompt} {answer}"
    if key not in program.answers:
        memory = f"{max(gpu['memory_gib'])}GiB" if gpu.get("unified") else "256GiB"
        output = subprocess.run(
            [program.binary, "fit", model, "--gpu", gpu["name"], "--ram", memory, "--quant", recipe, "--context",
             str(prompt + answer), "--prompt", str(prompt), "--json", "--explain"],
            capture_output=True, text=True, check=False)
        row = json.loads(output.stdout)["rows"][0]
        device = row["placement"]["devices"][0]
        program.answers[key] = None if row["speed"] is None else {
            "decode": row["speed"]["decode_tokens_per_second"]["estimate"],
            "prefill": row["speed"]["prefill_tokens_per_second"]["estimate"], "layers": device["layers"], **device["work"]}
    return program.answers[key]


def read(project, program):
    gpus = {gpu["id"]: gpu for gpu in json.load(open(os.path.join(project, "catalog/gpus.json")))["gpus"]}
    constants = json.load(open(os.path.join(project, "catalog/speed-constants.json")))
    cuda = constants["backends"]["cuda"]
    rows = []
    for row in csv.DictReader(open(os.path.join(project, "Tests/Truth/serving.csv"))):
        if row["engine"] != "llama.cpp":
            continue
        gpu = gpus[row["gpu"]]
        prompt, answer = int(row["input_tokens"]), int(row["output_tokens"])
        work = ask(program, gpu, row["model"], RECIPES[row["weight_format"]], prompt, answer)
        share = expert_share(project, row["model"])
        token, batch = (sum(work["weight_bytes_per_" + name].values()) for name in ("token", "batch"))
        depth, window = prompt + answer / 2, work["window_tokens"]
        generation = cuda["generations"].get(gpu["arch"], {}).get("decode", {})
        rate = (gpu["bandwidth_gbs"] * 1e9 * cuda["decode"]["bandwidth_share"]
                * generation.get("bandwidth_share", 1))
        rows.append({
            "gpu": gpu["id"], "model": row["model"], "sequences": float(row["concurrency"]),
            "truth": float(row["output_tokens_per_second"]), "alone": 1 / work["decode"],
            "prompt_token": 1 / work["prefill"], "weight_rate": rate,
            "cache_rate": rate / constants["all"]["decode"]["cache_factor"],
            "expert_share": share, "expert_bytes": (batch - token) / (1 - share) if share < 1 else 0.0,
            "cache": work["cache_bytes_per_context_token"] * depth
            + work["window_cache_bytes_per_context_token"] * min(depth, window),
            "state": work["recurrent_bytes_per_token"], "layers": work["layers"],
        })
    program.save()
    return rows


def expert_share(project, model):
    from serving_rows import models
    if not hasattr(expert_share, "models"):
        expert_share.models = models(project)
    experts = expert_share.models[model]["architecture"].get("experts") or {}
    return experts.get("used_count", 1) / experts.get("count", 1)
