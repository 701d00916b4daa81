"""Read measured throughput and join it with what plimsoll computes for the model and knows of the GPU."""
import csv
import glob
import json
import os

from speed_rows import Program

BITS = {"bf16": 16, "fp16": 16, "fp8": 8.03, "int8": 8.03, "fp4": 4.5, "nvfp4": 4.5, "mxfp4": 4.25,
        "gptq-int4": 4.156, "awq-int4": 4.156, "int4": 4.156}


def native_rate(fmt, gpu):
    """How many times the rate of 16 bits the GPU's matrix units have for a format: 1 where it is unpacked."""
    target = gpu.get("target", "")
    capability = float(target) if target.replace(".", "").isdigit() else 0
    if fmt in ("fp8", "int8"):
        has = capability >= 8.9 or (fmt == "int8" and capability >= 7.5) or target[:5] in ("gfx94", "gfx95", "gfx12")
        return 2 if has or gpu["arch"] == "Gaudi" else 1
    if fmt in ("fp4", "nvfp4", "mxfp4"):
        return 4 if capability >= 10 or target.startswith("gfx95") else 1
    return 1


def matrix_rate(gpu, facts):
    """16-bit operations per second: GeForce cards have half of what data sheets say where sums are of 32 bits."""
    ratio = facts["matrix_per_fp32"].get(gpu["arch"], 1)
    rate = gpu.get("fp16_matrix_tflops") or facts["matrix_tflops"].get(gpu["id"]) or gpu.get("fp32_tflops", 0) * ratio
    halved = gpu["vendor"] == "nvidia" and gpu["segment"] in ("desktop", "mobile")
    return rate * 1e12 / (2 if halved else 1)


def link_rate(gpu, facts):
    for link in facts["links"]:
        if gpu["id"] in link["gpus"]:
            return link["gigabytes_per_second"] * 1e9
    return 25e9


def models(project):
    found = {}
    for path in glob.glob(project + "/catalog/models/*.json"):
        document = json.load(open(path))
        found.update({model["id"]: model for model in (document["models"] if isinstance(document, dict) else document)})
    return found


def number(text):
    return float(text) if text else 0.0


def read(project, program):
    """Rows of engines for safetensors, each a dictionary of numbers and names."""
    facts = json.load(open(os.path.join(project, "catalog/serving-engines.json")))
    gpus = {gpu["id"]: gpu for gpu in json.load(open(os.path.join(project, "catalog/gpus.json")))["gpus"]}
    known = models(project)
    rows = []
    for row in csv.DictReader(open(os.path.join(project, "Tests/Truth/serving.csv"))):
        if row["engine"] in ("llama.cpp", "ollama"):
            continue
        work = program.work(row["model"], "BF16")
        if work:
            rows.append(joined(row, gpus[row["gpu"]], known[row["model"]]["architecture"], work, facts))
    program.save()
    return rows


def joined(row, gpu, architecture, work, facts):
    shape = model_numbers(architecture, work)
    bits = BITS[row["weight_format"]]
    parallel, replicas = int(row["tensor_parallel"]), int(row["replicas"])
    half_cache = 0.5 if row["kv_format"] == "fp8" else 1
    heads = architecture["kv_head_count"]
    heads = max(heads) if isinstance(heads, list) else heads
    result = {
        "engine": row["engine"], "generation": gpu["arch"], "gpu": gpu["id"], "model": row["model"],
        "format": row["weight_format"], "kind": row["kind"], "source": row["source"],
        "bandwidth": gpu["bandwidth_gbs"] * 1e9, "matrix": matrix_rate(gpu, facts), "link": link_rate(gpu, facts),
        "format_rate": native_rate(row["weight_format"], gpu), "weight_bits": bits, **shape,
        "tensor_parallel": parallel, "replicas": replicas,
        "cache_parts": 1 if architecture.get("latent_attention") else min(parallel, heads),
        "input": number(row["input_tokens"]), "output": number(row["output_tokens"]),
        "truth": number(row["output_tokens_per_second"]),
    }
    for key in ("cache_bytes", "window_cache_bytes"):
        result[key] *= half_cache
    result["depth"] = result["input"] + result["output"] / 2
    memory = max(gpu["memory_gib"]) * 2.0**30
    most = min(number(row["most_sequences"]) or 1e9, room(row["engine"], memory, result, facts))
    wanted = number(row["concurrency"]) / replicas
    result["sequences"] = max(1, min(wanted or 1e9, most))
    result["asked"] = wanted
    return result


def model_numbers(architecture, work):
    """Weights by how they are read: always, if a token chooses them, and the output head."""
    active = sum(work["multiply_adds_per_token"].values())
    token, batch = work["weight_bytes_per_token"], work["weight_bytes_per_batch"]
    stored = sum(count * batch[kind] / token[kind] for kind, count in work["multiply_adds_per_token"].items() if count)
    head = architecture["vocabulary_size"] * architecture["embedding_width"]
    experts = architecture.get("experts") or {}
    share = experts.get("used_count", 1) / experts.get("count", 1)
    expert_weights = (stored - active) / (1 - share) if share < 1 else 0
    return {
        "dense_weights": active - head - expert_weights * share, "expert_weights": expert_weights,
        "expert_share": share, "head_weights": head,
        "tables": 1 if architecture.get("tied_embeddings") else 2,
        "cache_bytes": work["cache_bytes_per_context_token"],
        "window_cache_bytes": work["window_cache_bytes_per_context_token"], "window": work["window_tokens"],
        "recurrent_bytes": work["recurrent_bytes_per_token"],
        "attention": work["attention_multiply_adds_per_context_token"],
        "window_attention": work["window_attention_multiply_adds_per_context_token"],
        "layers": work["layers"], "expert_layers": work["expert_layers"], "width": architecture["embedding_width"],
    }


def room(engine, memory, row, facts):
    """Sequences that a replica has room for, each with its prompt and 60 % of its answer on average."""
    rules = facts["engines"].get(engine) or facts["engines"]["vllm"]
    parallel = row["tensor_parallel"]
    weights = ((row["dense_weights"] + row["expert_weights"]) * row["weight_bits"] / 8
               + row["head_weights"] * 2 * row["tables"])
    overhead = rules["overhead_gib"] * 2.0**30
    if rules["memory_share_of"] == "free":
        free = rules["memory_share"] * (memory - overhead - weights / parallel)
    else:
        free = rules["memory_share"] * memory - overhead - weights / parallel
    tokens = row["input"] + 0.6 * row["output"]
    sequence = (row["cache_bytes"] * tokens + row["window_cache_bytes"] * min(tokens, row["window"])
                ) / row["cache_parts"] + row["recurrent_bytes"] / 2 / parallel
    limits = rules["most_sequences"]
    most = limits["large"] if memory >= limits["large_from_gib"] * 2**30 else limits["small"]
    return max(1.0, min(free / max(sequence, 1), most))
