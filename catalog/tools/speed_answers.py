"""Speeds that the Python formulas give with the constants of the file, for the tests that compare Swift's with them."""
import collections
import itertools
import json

import numpy as np

import offload_speed
import processor_speed
import speed_rows
from speed_formula import Decode, Prefill

NUMBER = 50
PROCESSORS = [
    {"cores": 4, "instruction_sets": ["avx2", "avx"], "bandwidth_gbs": 51.2},
    {"cores": 16, "instruction_sets": ["avx2", "avx", "avx512_vnni"], "bandwidth_gbs": 83.2},
    {"cores": 64, "instruction_sets": ["avx2", "avx", "avx512_vnni", "amx_int8"], "bandwidth_gbs": 307.2},
    {"cores": 8, "instruction_sets": ["asimd", "asimddp", "i8mm"], "bandwidth_gbs": None},
    {"cores": 4, "instruction_sets": ["asimd", "asimddp"], "bandwidth_gbs": 17.1},
    {"cores": 2, "instruction_sets": [], "bandwidth_gbs": None},
    {"threads": 2, "read_gbs": 34.2, "kernels": {
        "Q4_K": [34.2, 326.8], "Q6_K": [37.7, 507.2], "Q8_0": [38.2, 187.3], "Q4_0": [34.6, 342.2],
        "IQ4_NL": [35.9, 337.3], "F16": [32.9, 215.5], "BF16": [35.9, 411.8], "F32": [33.5, 213.0]}},
    {"threads": 8, "read_gbs": 48.0, "kernels": {
        "Q4_K": [47.1, 610.5], "Q6_K": [46.3, 702.0], "Q8_0": [47.9, 398.0], "Q4_0": [46.8, 644.1],
        "IQ4_NL": [45.5, 630.0], "F16": [47.7, 301.3], "F32": [47.9, 352.0]},
     "attention": [[64, 1, 24.0], [64, 4, 52.0], [128, 1, 19.5], [128, 4, 37.0]]},
    # Kernels that have constants of their own.
    {"threads": 2, "kernel_set": "avx2", "read_gbs": 20.4, "kernels": {
        "Q4_K": [15.2, 135.7], "Q6_K": [13.6, 148.3], "Q8_0": [15.3, 107.2], "Q4_0": [14.0, 153.2],
        "IQ4_NL": [14.7, 158.8], "F16": [15.9, 101.5], "BF16": [15.9, 84.2], "F32": [18.6, 104.9]},
     "attention": [[64, 2, 11.0], [64, 4, 16.7], [128, 2, 11.4], [128, 4, 14.5]]},
    # Figures of a disturbed run: more is read alone than shared, and wide heads cost no more.
    {"threads": 4, "read_gbs": 21.0, "kernels": {"Q4_K": [20.0, 210.0], "F32": [20.5, 140.0]},
     "attention": [[64, 1, 30.0], [64, 4, 20.0], [128, 1, 21.0], [128, 4, 44.0]]},
]
# Dense, with experts and a window, with a recurrent state, with experts.
MODELS = [("llama-3.1-8b-instruct", "Q4_K_M"), ("gpt-oss-20b", "MXFP4_MOE"), ("qwen3.5-9b", "Q6_K"),
          ("gemma-3-4b-it", "Q3_K_M"), ("qwen3-30b-a3b", "IQ4_XS")]

# Prompts of models in main memory that a card computes: the card, the model, and the part of its experts that a token takes; the
# prompt, and the link. The last are a prompt whose end is left to the processor, and one that is left to it wholly.
OFFLOADED = [
    ("NVIDIA GeForce RTX 4090", "cuda", MODELS[0], 1, 512, 31.5), ("AMD Radeon RX 7900 XTX", "rocm", MODELS[1], 4 / 32, 2000, 15.75),
    ("NVIDIA GeForce RTX 3060 12 GB", "vulkan", MODELS[4], 8 / 128, 64, 7.9), ("NVIDIA GeForce RTX 4090", "cuda", MODELS[3], 1, 1040, 3.9),
    ("NVIDIA GeForce RTX 4090", "cuda", MODELS[2], 1, 31, 31.5),
]


def kind(row):
    """What a model has in common with others in the formula's eyes."""
    return row["expert_layers"] > 0, row["recurrent_layers"] > 0, row["window"] > 0


def write(path, document, rows, program):
    """Forty rows or more of GPUs, every back end and generation among them, and the processors; each a line."""
    chosen, pairs = [], {}
    usable = {tuple(row[key] for key in ("hardware", "backend", "asked", "recipe", "depth", "no_flash_attention")): row
              for row in rows if row["fp32"] > 0 and row["scale"] == 1 and row["prompt_depth"] == 0}
    for row in usable.values():
        pairs.setdefault((row["backend"], row["generation"]), []).append(row)
    times = collections.Counter()
    while len(chosen) < NUMBER - len(PROCESSORS):
        for _, candidates in sorted(pairs.items()):
            if candidates and len(chosen) < NUMBER - len(PROCESSORS):
                row = min(candidates, key=lambda row: (times[kind(row)], times[row["model"]]))  # of these the first
                candidates.remove(row)
                times.update([kind(row), row["model"]])
                chosen.append(row)
    answers = [gpu(document, row, program) for row in chosen]
    for index, (processor, model) in enumerate(zip(PROCESSORS, itertools.cycle(MODELS))):
        answers.append(cpu(document, processor, program.work(*model), index))
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(answer) for answer in answers) + "\n]\n")


def write_offloaded(path, document, gpus, program):
    """Seconds of prompts that cards compute with weights in main memory; each a line."""
    answers = []
    for index, (hardware, backend, model, share, prompt, link) in enumerate(OFFLOADED):
        card = next(gpu for gpu in gpus if gpu["name"] == hardware)
        processor, work = PROCESSORS[index], {**program.work(*model), "head_multiply_adds": {}}
        row = {"model": model[0], "family": model[0], "quantization": model[1], "backend": backend, "source": "", "kind": "",
               "weights_read_gb_per_token": "", "cache_tokens": "", "flash_attention": "", "prefill_tokens_per_second": "",
               "decode_tokens_per_second": ""}
        joined = lambda tokens: speed_rows.joined({**row, "prompt_tokens": tokens}, card, work)
        of_card = offload_speed.card_seconds(product(levels(document, joined(prompt)), "prefill"), joined)
        prompts = offload_speed.Prompts(document["offload"], link, share)
        seconds = prompts.seconds(work, prompt, of_card, processor_speed.Rates(document["backends"]["cpu"], processor))
        answers.append({
            **processor, "card": {"backend": backend, **{key: joined(prompt)[key] for key in ("generation", "bandwidth", "fp32")},
                                  "is_professional": joined(prompt)["is_professional"] > 0},
            "work": work, "expert_share": share, "prompt": prompt, "link": link * 1e9, "seconds": seconds})
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(answer) for answer in answers) + "\n]\n")


def levels(document, row):
    """The levels of constants that hold for a GPU's row, the most general first."""
    found = [document["all"], document["backends"][row["backend"]]]
    generation = found[-1]["generations"].get(row["generation"])
    return found + ([generation] if generation else [])


def gpu(document, row, program):
    """One GPU's row: what it is, what the model needs, and the speeds."""
    table = {key: np.array([value]) for key, value in row.items() if isinstance(value, (int, float))}
    speed = {name: float(formula.speed(product(levels(document, row), name), table)[0])
             for name, formula in (("decode", Decode), ("prefill", Prefill))}
    return {
        "backend": row["backend"], "generation": row["generation"], "bandwidth": row["bandwidth"], "fp32": row["fp32"],
        "is_professional": row["is_professional"] > 0, "work": program.work(row["asked"], row["recipe"]),
        "depth": int(max(row["depth"], 64)), "prompt": row["prompt"],
        "flash_attention": row["no_flash_attention"] == 0, **speed}


def product(found, part):
    """The constants of a part by name: the product of the levels that have it."""
    return lambda name: np.prod([level[part][name] for level in found if name in level[part]])


def cpu(document, processor, work, index):
    """One processor's row; what `--explain` does not say of a model is made up."""
    last = list(work["multiply_adds_per_token"])[-1]
    work = {**work, **dict(zip(processor_speed.ROWS, (90, 20, 40, 10))),
            "head_multiply_adds": {last: work["multiply_adds_per_token"][last] // 3}}
    rates = processor_speed.Rates(document["backends"]["cpu"], processor)
    depth, prompt = (64, 2048, 9000)[index % 3], (512, 1500)[index % 2]
    return {
        "backend": "cpu", **processor, "work": work, "depth": depth, "prompt": prompt, "flash_attention": True,
        "decode": 1 / rates.decode_seconds(work, depth), "prefill": prompt / rates.prefill_seconds(work, prompt)}
