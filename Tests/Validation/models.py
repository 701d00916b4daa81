"""Writes GGUF files of true shapes with random weights: what runs is as large and as fast as the real model."""

import json
import math
from pathlib import Path

import gguf
import numpy
from gguf import GGMLQuantizationType as Type

SHAPES = json.loads((Path(__file__).parent / "shapes.json").read_text())
QUANTIZATIONS = ["F16", "Q8_0", "Q6_K", "Q4_K_M", "Q4_0", "IQ4_XS"]
FILE_TYPES = {"F16": 1, "Q4_0": 2, "Q8_0": 7, "Q4_K_M": 15, "Q5_K_M": 17, "Q6_K": 18, "IQ4_XS": 30, "BF16": 32, "MXFP4": 38}
# MXFP4 is of experts alone: the other matrices are in Q8_0.
DEFAULTS = {"F16": Type.F16, "BF16": Type.BF16, "Q5_K_M": Type.Q5_K, "Q8_0": Type.Q8_0, "Q6_K": Type.Q6_K, "Q4_K_M": Type.Q4_K, "Q4_0": Type.Q4_0,
            "IQ4_XS": Type.IQ4_XS, "MXFP4": Type.Q8_0}
# Where a row is no multiple of the block, the recipes take these instead.
FALLBACKS = {Type.Q4_K: Type.Q5_0, Type.Q5_K: Type.Q5_1, Type.Q6_K: Type.Q8_0, Type.IQ4_XS: Type.IQ4_NL}


UNTIED = ("olmoe", "qwen3moe", "qwen35moe", "gpt-oss")


def is_recurrent(shape, layer):
    """Whether a layer keeps a state instead of keys and values: all but every fourth, where a model has such."""
    return "recurrent" in shape and (layer + 1) % 4 != 0


def tensors(shape):
    """Names, roles and dimensions (rows last varying, as numpy has them) of a model's tensors."""
    width = shape["width"]
    yield "token_embd.weight", "other" if is_untied(shape) else "output", (shape["vocabulary"], width)
    if is_untied(shape):
        yield "output.weight", "output", (shape["vocabulary"], width)
    yield "output_norm.weight", "norm", (width,)
    if shape["architecture"] == "llama":
        yield "rope_freqs.weight", "norm", (shape["head"] // 2,)
    for layer in range(shape["layers"]):
        parts = [*mixer(shape, layer), *feed_forward(shape)]
        for name, role, dimensions in parts:
            yield f"blk.{layer}.{name}" + ("" if "." in name or name == "ssm_a" else ".weight"), role, dimensions


def is_untied(shape):
    return shape.get("untied", shape["architecture"] in UNTIED)


def mixer(shape, layer):
    """What lets tokens see each other: attention, or a gated delta net."""
    width, head, architecture = shape["width"], shape["head"], shape["architecture"]
    queries, keys = shape["heads"] * head, shape["kv_heads"] * head
    yield "attn_norm", "norm", (width,)
    if is_recurrent(shape, layer):
        state = shape["recurrent"]
        values = state["heads"] * state["width"]
        channels = values + 2 * state["groups"] * state["width"]
        yield "attn_qkv", "fused", (channels, width)
        yield "attn_gate", "other", (values, width)
        yield "ssm_conv1d", "norm", (channels, state["convolution"])
        yield "ssm_dt.bias", "norm", (state["heads"],)
        yield "ssm_a", "decay", (state["heads"],)
        yield "ssm_beta", "other", (state["heads"], width)
        yield "ssm_alpha", "other", (state["heads"], width)
        yield "ssm_norm", "norm", (state["width"],)
        yield "ssm_out", "other", (width, values)
        return
    # The hybrids' queries bring a gate for what attention gives.
    yield "attn_q", "other", (queries * (2 if "recurrent" in shape else 1), width)
    yield "attn_k", "other", (keys, width)
    yield "attn_v", "value", (keys, width)
    yield "attn_output", "other", (width, queries)
    if architecture in ("qwen3", "qwen3moe", "qwen35", "qwen35moe", "gemma3"):
        yield "attn_q_norm", "norm", (head,)
        yield "attn_k_norm", "norm", (head,)
    if architecture == "olmoe":
        yield "attn_q_norm", "norm", (queries,)
        yield "attn_k_norm", "norm", (keys,)
    if architecture == "gpt-oss":
        yield "attn_sinks", "norm", (shape["heads"],)
        for name, count in (("attn_q", queries), ("attn_k", keys), ("attn_v", keys), ("attn_output", width)):
            yield name + ".bias", "bias", (count,)


def feed_forward(shape):
    width, ffn, architecture, experts = shape["width"], shape["ffn"], shape["architecture"], shape.get("experts")
    # What stands before it has one of two names.
    yield "post_attention_norm" if architecture in ("gpt-oss", "qwen35", "qwen35moe") else "ffn_norm", "norm", (width,)
    if architecture == "gemma3":
        yield "post_attention_norm", "norm", (width,)
        yield "post_ffw_norm", "norm", (width,)
    if not experts:
        yield "ffn_gate", "other", (ffn, width)
        yield "ffn_down", "down", (width, ffn)
        yield "ffn_up", "other", (ffn, width)
        return
    yield "ffn_gate_inp", "router", (experts, width)
    yield "ffn_gate_exps", "expert", (experts, ffn, width)
    yield "ffn_down_exps", "expert-down", (experts, width, ffn)
    yield "ffn_up_exps", "expert", (experts, ffn, width)
    if "shared" in shape:
        yield "ffn_gate_inp_shexp", "norm", (width,)
        yield "ffn_gate_shexp", "other", (shape["shared"], width)
        yield "ffn_down_shexp", "down", (width, shape["shared"])
        yield "ffn_up_shexp", "other", (shape["shared"], width)
    if architecture == "gpt-oss":
        yield "ffn_gate_inp.bias", "bias", (experts,)
        for name, count in (("ffn_gate_exps", ffn), ("ffn_down_exps", width), ("ffn_up_exps", ffn)):
            yield name + ".bias", "bias", (experts, count)


def tensor_type(shape, quantization, name, role, dimensions):
    """The type that llama.cpp's recipe of that name gives a tensor."""
    if role in ("norm", "router", "bias", "decay"):
        return Type.F32
    if quantization == "MXFP4" and role.startswith("expert"):
        return Type.MXFP4
    chosen = DEFAULTS[quantization]
    role = {"expert-down": "down", "expert": "other"}.get(role, role)
    layers = shape["layers"]
    layer = int(name.split(".")[1]) if name.startswith("blk.") else 0
    more = layer < layers // 8 or layer >= 7 * layers // 8 or (layer - layers // 8) % 3 == 2
    if role == "output" and quantization not in ("F16", "BF16", "Q8_0", "MXFP4"):
        chosen = Type.Q6_K
    if quantization in ("Q4_K_M", "Q5_K_M") and role in ("value", "down") and more:
        chosen = Type.Q6_K
    if quantization == "Q4_K_M" and role == "fused":
        chosen = Type.Q5_K
    if quantization == "IQ4_XS":
        if role == "value" and shape["heads"] // shape["kv_heads"] >= 4:
            chosen = Type.Q5_K
        if role == "down" and layer < layers // 8:
            chosen = Type.Q5_K
    if dimensions[-1] % gguf.GGML_QUANT_SIZES[chosen][0] != 0:
        chosen = FALLBACKS.get(chosen, Type.F16)
    return chosen


# Where the 16-bit scales of a block lie, in bytes from its beginning, and the second's ratio to the first: weights of a format with
# an offset would else have a mean, and what all tokens have in common would drown what tells them from each other.
SCALES = {Type.Q8_0: [(0, 1)], Type.Q4_0: [(0, 1)], Type.IQ4_NL: [(0, 1)], Type.Q5_0: [(0, 1)], Type.Q6_K: [(208, 1)],
          Type.IQ4_XS: [(0, 1)], Type.Q3_K: [(108, 1)], Type.IQ3_S: [(0, 1)], Type.IQ3_XXS: [(0, 1)], Type.IQ2_S: [(0, 1)],
          Type.IQ2_XS: [(0, 1)], Type.IQ2_XXS: [(0, 1)],
          Type.Q4_1: [(0, 1), (2, -7.5)], Type.Q5_1: [(0, 1), (2, -15.5)],
          Type.Q2_K: [(80, 1), (82, 1.5)], Type.Q4_K: [(0, 1), (2, 7.5)], Type.Q5_K: [(0, 1), (2, 15.5)]}


# How much larger or smaller than common the weights of these are. What a token is stays most of what a layer sees, and so tokens
# choose different experts, as in trained models: with equal weights everywhere the layers' sums drown it, and all tokens choose the same.
# (A power of two, for the formats whose scale is an exponent.)
MAGNITUDES = {"token_embd": 64, "attn_output": 1 / 16, "ssm_out": 1 / 16, "ffn_down": 1 / 16, "ffn_down_exps": 1 / 16,
              "ffn_down_shexp": 1 / 16}


def magnitude(name):
    return MAGNITUDES.get(name.removesuffix(".weight").split(".")[-1], 1)


def random_bytes(kind, count, generator, magnitude=1):
    """`count` bytes of weights of a type with small finite scales."""
    if kind == Type.F32:
        return numpy.ones(count // 4, dtype=numpy.float32).tobytes()
    if kind == Type.F16:
        return (generator.standard_normal(count // 2, dtype=numpy.float32) * 0.02 * magnitude).astype(numpy.float16).tobytes()
    if kind == Type.BF16:
        values = generator.standard_normal(count // 2, dtype=numpy.float32) * 0.02 * magnitude
        return (values.view(numpy.uint32) >> 16).astype(numpy.uint16).tobytes()
    block = gguf.GGML_QUANT_SIZES[kind][1]
    blocks = generator.integers(0, 256, (count // block, block), dtype=numpy.uint8)
    if kind == Type.MXFP4:
        # The block begins with its exponent: levels of up to six times 2^-8.
        blocks[:, 0] = 119 + round(math.log2(magnitude))
        return blocks.tobytes()
    # Scales that make weights of about 0.02, whatever the number of levels is.
    scale = magnitude * (2e-5 if kind in (Type.Q6_K, Type.IQ4_XS) else 2e-4)
    for place, ratio in SCALES[kind]:
        blocks[:, place:place + 2] = numpy.frombuffer(numpy.float16(scale * ratio).tobytes(), numpy.uint8)
    return blocks.tobytes()


# The words of the prompts that `verify` sends; each is one token here, as in common vocabularies.
WORDS = ("the ship that came from north with wood and salt was old but strong each man on board knew his place when wind "
         "rose over sea they would look for land by").split()


def write_tokens(writer, size):
    """A vocabulary of that size for llama.cpp's sentence pieces: bytes, our words with their beginnings, and filling."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "\u2581"]
    types = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    types += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL]
    pieces = list("abcdefghijklmnopqrstuvwxyz")
    pieces += ["\u2581" + word[:length] for word in WORDS for length in range(1, len(word) + 1)]
    tokens += dict.fromkeys(pieces)
    tokens += [f"<filling {number}>" for number in range(size - len(tokens))]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * size)
    writer.add_token_types(types + [gguf.TokenType.NORMAL] * (size - len(types)))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)


def write_metadata(writer, shape, quantization, has_tokens):
    writer.add_context_length(shape["context"])
    writer.add_embedding_length(shape["width"])
    writer.add_block_count(shape["layers"])
    writer.add_feed_forward_length(shape["ffn"])
    writer.add_head_count(shape["heads"])
    writer.add_head_count_kv(shape["kv_heads"])
    writer.add_key_length(shape["head"])
    writer.add_value_length(shape["head"])
    writer.add_rope_dimension_count(shape.get("rotary", shape["head"]))
    writer.add_rope_freq_base(500000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(shape["vocabulary"])
    writer.add_file_type(FILE_TYPES[quantization])
    if has_tokens:
        write_tokens(writer, shape["vocabulary"])
    else:
        writer.add_tokenizer_model("none")
    if "experts" in shape:
        writer.add_expert_count(shape["experts"])
        writer.add_expert_used_count(shape["used_experts"])
    if shape["architecture"] == "granitemoe":
        writer.add_embedding_scale(12.0)
        writer.add_residual_scale(0.22)
        writer.add_attention_scale(1 / 64)
        writer.add_logit_scale(6.0)
    if shape["architecture"] in ("qwen3moe", "qwen35moe", "gpt-oss"):
        writer.add_expert_feed_forward_length(shape["ffn"])
    if "shared" in shape:
        writer.add_expert_shared_feed_forward_length(shape["shared"])
    if "window" in shape:
        writer.add_sliding_window(shape["window"])
    if "recurrent" in shape:
        state = shape["recurrent"]
        writer.add_rope_dimension_sections(shape["rotary_sections"])
        writer.add_ssm_conv_kernel(state["convolution"])
        writer.add_ssm_state_size(state["width"])
        writer.add_ssm_group_count(state["groups"])
        writer.add_ssm_time_step_rank(state["heads"])
        writer.add_ssm_inner_size(state["heads"] * state["width"])
        writer.add_full_attention_interval(4)


def routers(dimensions, generator):
    """Rows whose sum is nought: what all tokens have in common, the mean of the numbers, prefers no expert."""
    rows = generator.standard_normal(dimensions) * 0.02
    return rows - rows.mean(axis=-1, keepdims=True)


# What F32 tensors hold where ones would not do. With equal weights all experts would tie, and always the same ones be chosen;
# a state that grows would soon be no number.
SMALL = {
    "router": routers,
    "bias": lambda dimensions, generator: generator.standard_normal(dimensions) * 0.02,
    "decay": lambda dimensions, generator: numpy.full(dimensions, -1.0),
}


def write(path, model, quantization, hollow=False, has_tokens=False):
    """Writes one model in one quantization; a hollow file has the size but no weights, enough for a prediction.

    Servers need a vocabulary; what only computes does not.
    """
    shape = SHAPES[model]
    generator = numpy.random.default_rng(1)
    writer = gguf.GGUFWriter(path, shape["architecture"])
    write_metadata(writer, shape, quantization, has_tokens)
    plan = []
    for name, role, dimensions in tensors(shape):
        kind = tensor_type(shape, quantization, name, role, dimensions)
        elements, block_bytes = gguf.GGML_QUANT_SIZES[kind]
        count = int(numpy.prod(dimensions)) // elements * block_bytes
        writer.add_tensor_info(name, dimensions, numpy.dtype(numpy.float32), count, raw_dtype=kind)
        plan.append((name, role, dimensions, kind, count))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    if hollow:
        with open(path, "ab") as file:
            file.truncate(-(-file.tell() // 32) * 32 + sum(-(-count // 32) * 32 for *_, count in plan))
        return
    tiles = {}
    with open(path, "ab") as file:
        file.write(b"\0" * (-file.tell() % 32))
        for name, role, dimensions, kind, count in plan:
            if role in SMALL:
                file.write(SMALL[role](dimensions, generator).astype(numpy.float32).tobytes())
                file.write(b"\0" * (-count % 32))
                continue
            texture = (kind, magnitude(name))
            if texture not in tiles:
                tiles[texture] = random_bytes(kind, gguf.GGML_QUANT_SIZES[kind][1] << 16, generator, texture[1])
            # From somewhere in the tile, or the queries' weights would be those of the keys.
            tile, left = tiles[texture], count
            block = gguf.GGML_QUANT_SIZES[kind][1]
            begin = int(generator.integers(0, len(tile) // block)) * block
            while left > 0:
                piece = tile[begin:begin + left]
                file.write(piece)
                left, begin = left - len(piece), 0
            file.write(b"\0" * (-count % 32))
