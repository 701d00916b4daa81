"""Read measured speeds and join them with what plimsoll computes for the model and knows of the GPU.

A row of the measurements file is one public result: hardware, runtime, back end, model, quantization, depth and
tokens per second, with its source. What a token reads and computes is not taken from the file but asked of the program
(`plimsoll fit MODEL --explain --json`), so that the constants fit the estimator they are used with.
"""
import csv
import json
import os
import re
import subprocess

# A run of 128 tokens from an empty cache sees this many on average.
SHORT_DEPTH = 64
# Names that the measurements use for a model whose tensors have the same shapes.
SAME_SHAPES = {
    "mistral-small-24b": "mistral-small-3.1-24b", "mistral-7b": "mistral-7b-instruct-v0.3", "phi-4": "phi-4-14b",
    "ministral-8b-instruct-2410": "ministral-8b-2410", "mistral-nemo-instruct-2407": "mistral-nemo-12b-instruct",
    "lfm2.5-1.2b-instruct": "lfm2.5-1.2b", "olmo-2-0425-1b-instruct": "olmo-2-1b-instruct",
    "olmo-2-1124-13b-instruct": "olmo-2-13b-instruct", "ernie-4.5-0.3b-pt": "ernie-4.5-0.3b",
    "shisa-v2-llama3.1-8b": "llama-3.1-8b-instruct", "shisa-v2-llama3.3-70b": "llama-3.3-70b-instruct",
}
# Dynamic mixes of one publisher: shapes of the nearest recipe, weights as large as the file says.
NEAREST_RECIPE = {
    "MXFP4": "MXFP4_MOE", "UD-Q4_K_M": "Q4_K_M", "Q8_K_XL": "Q8_0", "Q6_K_XL": "Q6_K", "Q5_K_XL": "Q5_K_M",
    "Q4_K_XL": "Q4_K_M", "Q3_K_XL": "Q3_K_M",
}
OWN_MIXES = {"MXFP4", "UD-Q4_K_M", "Q8_K_XL", "Q6_K_XL", "Q5_K_XL", "Q4_K_XL", "Q3_K_XL"}
# Formats of four bits whose weights take little to unpack.
PLAIN = ("q4_0", "iq4_nl", "mxfp4", "nvfp4")
SUFFIX = re.compile(r"-(UD-)?(I?Q\d\w*|BF16|F16)(-fp16)?$")


class Program:
    """Asks plimsoll what one token of a model reads and computes; remembers the answers in a file."""

    def __init__(self, binary, memory):
        self.binary, self.memory = binary, memory
        self.answers = json.load(open(memory)) if memory and os.path.exists(memory) else {}

    def work(self, model, quantization):
        key = f"{model} {quantization}"
        if key not in self.answers:
            answer = subprocess.run(
                [self.binary, "fit", model, "--gpu", "none", "--ram", "4096GiB", "--quant", quantization, "--context",
                 "512", "--json", "--explain"], capture_output=True, text=True, check=False)
            document = json.loads(answer.stdout)
            self.answers[key] = None
            if "error" not in document:
                device = document["rows"][0]["placement"]["devices"][0]
                self.answers[key] = {"model": document["model"]["id"], "layers": device["layers"], **device["work"]}
        return self.answers[key]

    def save(self):
        if self.memory:
            with open(self.memory, "w") as file:
                json.dump(self.answers, file, indent=0, sort_keys=True)


def model_names(row):
    """The names to try for a row's model, the most exact first."""
    model, key = row["model"], row["family"]
    plain = SUFFIX.sub("", model)
    without_publisher = plain.split("_", 1)[-1] if re.match(r"^[A-Za-z-]+_", plain) else plain
    names = [model, plain, without_publisher, without_publisher.removesuffix("-Instruct"), key]
    return [SAME_SHAPES.get(name.lower(), name) for name in names if name]


def generation(gpu):
    """What shares constants: an architecture, Turing by its matrix units; Apple's chips by age and number of dies."""
    if gpu["vendor"] != "apple":
        without = gpu.get("arch") == "Turing" and "fp16_matrix_tflops" not in gpu
        return gpu.get("arch", "unknown") + (", no matrix units" if without else "")
    digits = re.search(r"\bM(\d+)", gpu["name"])
    age = "Apple M5 and later" if digits and int(digits.group(1)) >= 5 else "Apple M1 to M4"
    return age + (", two dies" if gpu["name"].endswith("Ultra") else "")


def read(path, gpus_path, program):
    """The rows of GPUs that the table knows, each a dictionary of numbers and names."""
    gpus = {}
    for gpu in json.load(open(gpus_path))["gpus"]:
        for name in [gpu["name"], *gpu.get("aliases", [])]:
            gpus.setdefault(name, gpu)
    rows, unknown = [], set()
    for row in csv.DictReader(open(path)):
        if row["backend"] == "cpu":
            continue
        gpu = gpus.get(re.sub(r" (\d+)c$", r" \1-core GPU", row["hardware"]))
        quantization = NEAREST_RECIPE.get(row["quantization"], row["quantization"])
        name = next((name for name in model_names(row) if program.work(name, quantization)), None)
        work = name and program.work(name, quantization)
        if gpu is None or work is None or "bandwidth_gbs" not in gpu:
            unknown.add((row["hardware"] if gpu is None else row["model"], row["quantization"]))
            continue
        rows.append({"asked": name, "recipe": quantization, **joined(row, gpu, work)})
    program.save()
    return rows, sorted(unknown)


def joined(row, gpu, work):
    weights = sum(work["weight_bytes_per_token"].values())
    scale = 1.0
    if row["quantization"] in OWN_MIXES and row["weights_read_gb_per_token"]:
        scale = float(row["weights_read_gb_per_token"]) * 1e9 / weights
    depth = float(row["cache_tokens"] or 0)
    prompt = int(row["prompt_tokens"] or 0) or 512
    # Only these sources state prompts at the depth of the row.
    prompt_depth = depth if row["source"].startswith(("kyuz0", "MI50", "own measurement")) else 0.0
    sub_depth = max(depth, SHORT_DEPTH)
    window = work["window_tokens"]
    operations, read = work["multiply_adds_per_token"], work["weight_bytes_per_token"]
    full, windowed = (work[name + "attention_multiply_adds_per_context_token"] for name in ("", "window_"))
    start = min(window, prompt)
    # With an empty cache the window fills first; at depth it is full from the beginning.
    seen = prompt * window if prompt_depth >= window else start * start / 2 + (prompt - start) * window
    return {
        "hardware": gpu["name"], "backend": row["backend"], "generation": generation(gpu),
        "model": work["model"], "family": row["family"] or work["model"], "quantization": row["quantization"],
        "source": row["source"], "scale": scale, "is_single_report": row["kind"] == "report",
        "bandwidth": gpu["bandwidth_gbs"] * 1e9, "fp32": gpu.get("fp32_tflops", 0) * 1e12,
        "weights": weights * scale + work["recurrent_bytes_per_token"],
        "cache": work["cache_bytes_per_context_token"] * sub_depth
        + work["window_cache_bytes_per_context_token"] * min(sub_depth, window),
        "seen": full * sub_depth + windowed * min(sub_depth, window),
        "plain": sum(v for k, v in operations.items() if k in PLAIN),
        "other": sum(v for k, v in operations.items() if k not in PLAIN),
        "other_bits": 8 * scale * sum(v for k, v in read.items() if k not in PLAIN)
        / max(1, sum(v for k, v in operations.items() if k not in PLAIN)),
        "layers": work["layers"], "expert_layers": work["expert_layers"],
        "recurrent_layers": work["recurrent_layers"], "window": window, "depth": depth,
        "decode": float(row["decode_tokens_per_second"] or 0), "prefill": float(row["prefill_tokens_per_second"] or 0), "prompt": prompt,
        "prompt_depth": prompt_depth, "no_flash_attention": float(row["flash_attention"] == "off"),
        "attention": full * (prompt * prompt_depth + prompt * prompt / 2) + windowed * seen,
        "prompt_cache": work["cache_bytes_per_context_token"] * (prompt * prompt_depth + prompt * prompt / 2)
        + work["window_cache_bytes_per_context_token"] * seen,
        "is_professional": float(gpu.get("segment") in ("workstation", "datacenter")),
        "batch_weights": sum(work["weight_bytes_per_batch"].values()) * scale,
    }
