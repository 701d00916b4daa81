"""Steps that the Python formula gives with the constants of the file, for the test that compares Swift's with them."""
import json

import numpy as np

from serving_formula import prompt_seconds, step_seconds

NUMBER = 50
# What the formula asks of a row.
INPUTS = ("bandwidth", "matrix", "link", "format_rate", "weight_bits", "dense_weights", "expert_weights", "expert_share",
          "head_weights", "cache_bytes", "window_cache_bytes", "window", "recurrent_bytes", "attention",
          "window_attention", "layers", "expert_layers", "width", "tensor_parallel", "cache_parts", "input", "depth",
          "sequences")


def write(path, document, rows):
    """Fifty rows, every engine and generation among them, of as many models as there are."""
    pairs = {}
    for row in rows:
        if row["engine"] in document["engines"]:
            pairs.setdefault((row["engine"], row["generation"], row["format"]), []).append(row)
    chosen, models = [], set()
    while len(chosen) < NUMBER:
        for _, candidates in sorted(pairs.items()):
            if candidates and len(chosen) < NUMBER:
                row = min(candidates, key=lambda row: (row["model"] in models, row["tensor_parallel"] == 1))
                candidates.remove(row)
                models.add(row["model"])
                chosen.append(row)
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(answer(document, row)) for row in chosen) + "\n]\n")


def answer(document, row):
    levels = [document["all"], document["engines"][row["engine"]], document["generations"][row["generation"]]]
    value = lambda name: np.prod([level[name] for level in levels if name in level])
    table = {name: np.array([float(row[name])]) for name in INPUTS}
    return {"engine": row["engine"], "generation": row["generation"], **{name: row[name] for name in INPUTS},
            "step_seconds": float(step_seconds(value, table)[0]), "prompt_seconds": float(prompt_seconds(value, table)[0])}
