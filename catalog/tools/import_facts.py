#!/usr/bin/env python3
"""Write catalog/models/*.json from the team's table of model facts (one JSON array).

Usage: import_facts.py FACTS.json CATALOG_DIR

One file per creator, keys in a fixed order, one model per block, so that a change reads well in a diff.
"""
import json
import os
import re
import sys

ARCHITECTURE = {
    "n_layers": "layer_count", "d_model": "embedding_width", "n_heads": "head_count", "n_kv_heads": "kv_head_count",
    "head_dim_k": "key_head_width", "head_dim_v": "value_head_width", "d_ff": "feed_forward_width",
    "vocab_size": "vocabulary_size", "tied_embeddings": "tied_embeddings", "attention_layers": "attention_layers",
    "layer_pattern": "layer_pattern", "cross_attention_layers": "cross_attention_layers", "mtp_layers": "mtp_layers",
    "rope_dims": "rope_dimensions", "tensor_flags": "flags",
}
NESTED = {
    "rope": ("rope", {"type": "type", "factor": "factor", "original_context": "original_context"}),
    "sliding_window": ("sliding_window", {
        "window": "window", "global_layers": "global_layers", "ignored_by_llama_cpp": "ignored_by_llama_cpp",
        "kind": "kind", "symmetric": "symmetric"}),
    "moe": ("experts", {
        "n_experts": "count", "n_experts_used": "used_count", "n_shared_experts": "shared_count",
        "d_ff_expert": "expert_width", "d_ff_shared": "shared_width", "first_k_dense": "first_dense_layers",
        "interleave_step": "interleave_step", "latent_size": "latent_size", "note": "note"}),
    "mla": ("latent_attention", {
        "kv_lora_rank": "kv_rank", "qk_rope_head_dim": "rope_head_width", "q_lora_rank": "query_rank",
        "v_head_dim": "value_head_width", "qk_nope_head_dim": "nope_head_width"}),
    "ssm": ("recurrent", {
        "type": "kind", "layers": "layers", "n_recurrent_layers": "layer_count", "d_conv": "convolution_width",
        "d_state": "state_width", "d_inner": "inner_width", "n_groups": "group_count", "n_heads": "head_count",
        "head_dim": "head_width", "parallel_with_attention": "parallel_with_attention"}),
    "indexer": ("indexer", {
        "n_heads": "head_count", "head_dim": "head_width", "top_k": "top_k", "layers": "layers",
        "block_size": "block_size", "top_k_blocks": "top_k_blocks"}),
    "gemma3n": ("gemma3n", {
        "n_altup": "altup_count", "laurel_rank": "laurel_rank", "d_per_layer": "per_layer_width",
        "vocab_per_layer": "per_layer_vocabulary", "n_layers_with_kv": "layers_with_kv"}),
    "gemma4": ("gemma4", {
        "head_dim_global": "global_head_width", "d_per_layer": "per_layer_width",
        "n_kv_shared_layers": "shared_kv_layers", "k_eq_v": "keys_equal_values"}),
    "dsv4": ("deepseek_v4", {
        "q_lora_rank": "query_rank", "o_groups": "output_groups", "o_lora_rank": "output_rank",
        "hc_mult": "hyper_connections", "n_hash_layers": "hash_layers", "compress_ratios": "compress_ratios",
        "qk_rope_head_dim": "rope_head_width"}),
}


def renamed(source, names):
    return {new: source[old] for old, new in names.items() if source.get(old) is not None}


def architecture(fact):
    if fact.get("head_dim_k") is None or fact.get("vocab_size") is None:
        return None
    result = {"name": fact["arch"]} | renamed(fact, ARCHITECTURE)
    for old, (new, names) in NESTED.items():
        if isinstance(fact.get(old), dict):
            part = renamed(fact[old], names)
            if new != "rope" or part.get("type"):
                result[new] = part
    if not result.get("flags"):
        result.pop("flags", None)
    return result


def ollama_tag(tag):
    entry = {"tag": tag["tag"], "quantization": tag.get("quant"), "size_bytes": tag.get("size_bytes")}
    if str(tag.get("size_is", "")).startswith("exact"):
        entry["exact"] = True
    return {key: value for key, value in entry.items() if value is not None}


def model(fact):
    result = {
        "id": fact["id"], "name": fact["name"], "family": fact["family"], "creator": fact["creator"],
        "released": fact.get("released"), "license": fact.get("license"), "commercial_use": fact["commercial_use"],
        "parameters": fact.get("params_total"), "text_parameters": fact.get("params_text"),
        "active_parameters": fact.get("params_active"), "context_max": fact["context_max"],
        "capabilities": fact["capabilities"], "architecture": architecture(fact),
        "runs_in_llama_cpp": fact["llama_cpp_supported"], "native_quantization": fact.get("native_quant"),
        "gguf_metadata_bytes": fact.get("gguf_metadata_bytes_est"),
        "huggingface": fact.get("hf_repo"), "gguf": fact["gguf_repos"],
        "ollama": [ollama_tag(tag) for tag in fact["ollama"]],
    }
    if isinstance(fact.get("mmproj"), dict):
        projector = fact["mmproj"]
        parameters = projector.get("params") or projector.get("params_approx")
        size = projector.get("bytes_exact") or projector.get("bytes_f16_estimate")
        part = {"parameters": parameters, "bytes": size, "exact": projector.get("bytes_exact") is not None}
        result["projector"] = {key: value for key, value in part.items() if value is not None}
    if isinstance(fact.get("embedding"), dict):
        result["embedding"] = renamed(fact["embedding"], {"dimensions": "dimensions", "pooling": "pooling"})
    if fact.get("scores"):
        result["scores"] = [
            {"benchmark": name, "value": score["value"], "source": score["source"], "date": score.get("date")}
            for name, score in sorted(fact["scores"].items())]
    result["confidence"] = fact["confidence"]
    result["sources"] = fact["source"]
    return {key: value for key, value in result.items() if value not in (None, [])}


def compact(value, indent):
    """JSON with one model member per line; nested values stay on their line unless they are lists of objects."""
    space = "  " * indent
    lines = []
    for key, part in value.items():
        if isinstance(part, list) and part and isinstance(part[0], dict):
            inner = ",\n".join(space + "    " + json.dumps(item, ensure_ascii=False) for item in part)
            lines.append(f'{space}  "{key}": [\n{inner}\n{space}  ]')
        else:
            lines.append(f'{space}  {json.dumps(key)}: {json.dumps(part, ensure_ascii=False)}')
    return space + "{\n" + ",\n".join(lines) + "\n" + space + "}"


def main():
    facts = json.load(open(sys.argv[1]))
    folder = os.path.join(sys.argv[2], "models")
    creators = {}
    for fact in facts:
        creators.setdefault(fact["creator"], []).append(model(fact))
    for creator, models in creators.items():
        name = re.sub(r"[^a-z0-9]+", "-", creator.lower()).strip("-")
        with open(os.path.join(folder, name + ".json"), "w") as file:
            file.write('{\n"models": [\n' + ",\n".join(compact(entry, 0) for entry in models) + "\n]\n}\n")


main()
