"""The processor's part of the speed model: its constants, which are set and not fitted here, and its formula.

The public results that the GPUs are fitted on have ten usable rows of processors, too few for a fit: they are only compared.
What the constants rest on instead is said beside them; docs/speed.md has the rest. Sources/Speed computes the same formula.
"""
import math

# Layers and attention: two cores of a Zen 4 server with llama.cpp (docs/validation.md), the first six models there. What
# each thread beyond those two adds to a layer, in which all wait for each other after every operation: the rows of an EPYC 9554
# below, 263 us in a layer with 64 threads. How many times as much it adds again to a layer with experts and to one with a
# recurrent state: threads of llama.cpp 0.3.36 (llama-cpp-python) meet 25 times in a layer of Llama 3.2 1B (nodes of the graph
# that compute, and once within each product with weights and attention), with eight experts 17 times more, and 17 times more
# with a gated delta net for attention.
DECODE = {"layer_us": 20, "shared_layer_us": 260, "thread_layer_us": 3.85, "further_waits": 0.7, "expert_layer_us": 40,
          "query_row_ns": 7, "attention_multiply_add_ns": 0.13, "key_row_ns": 60}
SET_ON_THREADS = 2
PREFILL = {"attention_share": 0.25, "recurrent_share": 0.06}
# What llama.cpp reaches of the benchmark's rates, on the same machine (Tests/Validation/kernel_rates.py).
MEASURED = {"read_share": 0.75, "kernel_share": 0.95, "attention_share": 0.75, "plain_thread_gops": 30,
            "expert_factor": 1.3}
# Without a benchmark: round figures that were set, not fitted, but the share of the bandwidth: Phi-4 in four formats on the
# EPYC 9554. A Raspberry Pi's cores read less than its memory has.
MODELLED = {"bandwidth_share": 0.78, "arithmetic_share": 0.7, "unknown_bandwidth_core_gbs": 8,
            "unknown_bandwidth_gbs": 35, "unknown_bandwidth_server_core_gbs": 2.5, "unknown_bandwidth_of_several_packages": 1.5}
# llama.cpp's names of the architectures of docs/validation.md.
ARCHITECTURES = ["gemma3", "granitemoe", "llama", "olmoe", "qwen3"]
# What one core decodes and computes with weights of four bits, the most capable first; the last for any other.
INSTRUCTION_SETS = {
    "amx_int8": (9, 400), "avx512_vnni": (8, 120), "avx2": (6, 60), "i8mm": (6, 80), "asimddp": (2.6, 40),
    "asimd": (2.5, 15), "avx": (2.5, 15), "other": (1.5, 8),
}
# Slower and faster than told, as factors: decode without experts; prompts err more, and with experts most.
BANDS = {
    ("measured", "band"): ((1.2, 1.2), (1.2, 1.2), (1.25, 1.25), (1.35, 1.35)),
    ("measured", "noisy_band"): ((1.4, 1.35), (1.4, 1.35), (1.45, 1.4), (1.675, 1.6)),
    ("modelled", "band"): ((1.5, 1.4), (1.5, 1.4), (1.75, 1.6), (2.125, 1.9)),
    ("modelled", "unknown_bandwidth_band"): ((1.9, 1.9), (2.6, 1.9), (2.35, 2.35), (3.025, 3.025)),
}
# The benchmark's formats: the ceiling of decode, what llama.cpp reaches on prompts, and how much longer prompts with experts
# take where the runtime has a fast product of large matrices that it does not use for experts.
BENCHMARKED = {
    "F32": (None, None, 2), "F16": (None, 0.95, 2), "BF16": (None, 0.9, 2), "Q8_0": (0.37, 1.19, 2),
    "Q4_0": (0.62, 0.83, 2), "IQ4_NL": (0.62, 0.84, 2), "Q4_K": (0.68, 0.92, 2), "Q6_K": (0.45, 0.92, None),
}
# The others: the formats with whose rates they decode and compute prompts, the ceiling of decode, the share on prompts.
# llama.cpp unpacks most formats of many weights per block like Q6_K on prompts, and has no fast path for Q4_1 and Q5_1.
STAND_INS = {
    "Q5_K": ("Q6_K", "Q6_K", None, None), "Q3_K": ("Q4_K", "Q6_K", 0.5, None), "Q2_K": ("Q4_K", "Q6_K", 0.7, None),
    "IQ4_XS": ("IQ4_NL", "Q6_K", 0.5, None), "IQ3_S": ("Q4_K", "Q6_K", 0.17, None),
    "IQ3_XXS": ("Q4_K", "Q6_K", 0.21, None), "IQ2_S": ("Q4_K", "Q6_K", 0.29, None),
    "IQ2_XS": ("Q4_K", "Q6_K", 0.28, None), "IQ2_XXS": ("Q4_K", "Q6_K", 0.28, None),
    "IQ1_S": ("Q4_K", "Q6_K", 0.3, None), "IQ1_M": ("Q4_K", "Q6_K", 0.2, None), "TQ1_0": ("Q4_K", "Q4_K", 0.5, None),
    "TQ2_0": ("Q4_K", "Q4_K", 0.7, None), "Q4_1": ("Q4_0", "Q8_0", 0.4, 0.5), "Q5_0": ("Q8_0", "Q8_0", 0.4, None),
    "Q5_1": ("Q8_0", "Q8_0", 0.4, 0.45), "MXFP4": ("IQ4_NL", "IQ4_NL", None, None),
    "NVFP4": ("IQ4_NL", "Q8_0", 0.5, 0.5),
}
# The benchmark's kernels that the constants above were set with; others than these and those below get the bands of a disturbed machine.
GENERAL_KERNELS = ["avx512vnni", "avx512bf16"]
# What is different where the benchmark ran an instruction set's kernels, by the benchmark's names of them. Of AVX2: two cores of a
# Zen 3 server. Products of single kernels there, one thread, the best of forty; the share of attention and the factors of experts in
# Q4_K and Q6_K with Llama 3.2 1B, Qwen3 0.6B and Granite 3.1 1B-A400M in Q4_K_M. MXFP4's experts on prompts, which have no
# product of several columns, and recurrent states agree with what was reported of gpt-oss 20B and Qwen3.5 2B on another one.
BENCHMARKED_SETS = {"avx2": {
    "kernels": ["avx2", "avxvnni"],
    "measured": {"attention_share": 1.05},
    "formats": {
        "Q4_K": {"prefill_share": 0.95, "expert_factor": 1.5}, "Q6_K": {"prefill_share": 0.92, "expert_factor": 1.4},
        "Q8_0": {"prefill_share": 0.95, "expert_factor": 1.5}, "Q4_0": {"prefill_share": 0.8, "expert_factor": 1.4},
        "IQ4_NL": {"prefill_share": 0.72, "expert_factor": 1.3}, "F16": {"prefill_share": 1.1, "expert_factor": 2.3},
        "BF16": {"prefill_share": 0.85, "expert_factor": 2.3}, "Q5_K": {"prefill_share": 0.9, "expert_factor": 1.2, "decode_ceiling": 0.48},
        "IQ4_XS": {"prefill_share": 0.85, "expert_factor": 1.2}, "Q3_K": {"prefill_share": 0.85, "expert_factor": 1.2},
        "Q5_0": {"prefill_share": 0.65, "expert_factor": 1.5}, "Q4_1": {"prefill_share": 0.56, "expert_factor": 1.1},
        "Q5_1": {"prefill_share": 0.45, "expert_factor": 1}, "Q2_K": {"prefill_share": 0.82, "expert_factor": 1.4},
        "IQ3_S": {"prefill_share": 0.84, "expert_factor": 1.2}, "IQ3_XXS": {"prefill_share": 0.82, "expert_factor": 1.2},
        "IQ2_S": {"prefill_share": 0.78, "expert_factor": 1.2}, "IQ2_XS": {"prefill_share": 0.8, "expert_factor": 1.2},
        "IQ2_XXS": {"prefill_share": 0.84, "expert_factor": 1.2},
        "MXFP4": {"prefill_share": 0.8, "expert_factor": 1.7, "decode_ceiling": 0.6}},
}}
# Bits per weight, with the scales of each block.
BITS = {
    "F32": 32, "F16": 16, "BF16": 16, "Q8_0": 8.5, "Q6_K": 6.5625, "Q5_1": 6, "Q5_0": 5.5, "Q5_K": 5.5, "Q4_1": 5,
    "Q4_0": 4.5, "Q4_K": 4.5, "IQ4_NL": 4.5, "NVFP4": 4.5, "IQ4_XS": 4.25, "MXFP4": 4.25, "Q3_K": 3.4375,
    "IQ3_S": 3.4375, "IQ3_XXS": 3.0625, "Q2_K": 2.625, "IQ2_S": 2.5625, "IQ2_XS": 2.3125, "IQ2_XXS": 2.0625,
    "TQ2_0": 2.0625, "IQ1_M": 1.75, "TQ1_0": 1.6875, "IQ1_S": 1.5625,
}


def constants():
    """The back end `cpu` of the constants' file."""
    entry = {"decode": DECODE, "prefill": PREFILL, "measured": dict(MEASURED), "modelled": dict(MODELLED)}
    for (basis, name), pairs in BANDS.items():
        decode, decode_experts, prefill, prefill_experts = ([round(1 / slower, 10), faster] for slower, faster in pairs)
        entry[basis][name] = {"decode": {"dense": decode, "experts": decode_experts},
                              "prefill": {"dense": prefill, "experts": prefill_experts}}
    entry["kernels"] = GENERAL_KERNELS
    entry["generations"] = {name: {"core_gbs": bandwidth, "core_gops": operations}
                            for name, (bandwidth, operations) in INSTRUCTION_SETS.items()}
    for name, own in BENCHMARKED_SETS.items():
        entry["generations"][name]["benchmarked"] = own
    formats = {name: {"decode_ceiling": ceiling, "prefill_share": share, "expert_factor": experts}
               for name, (ceiling, share, experts) in BENCHMARKED.items()}
    formats |= {name: {"decode_like": decode, "prefill_like": prefill, "decode_ceiling": ceiling, "prefill_share": share}
                for name, (decode, prefill, ceiling, share) in STAND_INS.items()}
    entry["formats"] = {name: {key: value for key, value in format.items() if value is not None}
                        for name, format in formats.items()}
    return entry


def of_kernels(entry, kernel_set):
    """The constants where the benchmark ran the kernels of a set: what that has of its own replaces the others'."""
    own = next((set["benchmarked"] for set in entry["generations"].values()
                if kernel_set in set.get("benchmarked", {}).get("kernels", [])), {})
    return replaced(entry, own)


def replaced(general, special):
    """A tree of constants with the leaves of another in it."""
    if not isinstance(special, dict):
        return special
    return {**general, **{name: replaced(general.get(name, {}), value) for name, value in special.items()}}


# The machines of the usable rows, by the names that the measurements have for them.
MACHINES = {
    "Pi 5 - 8GB": {"cores": 4, "instruction_sets": ["asimd", "asimddp"], "bandwidth_gbs": 17.1},
    "Pi 5 - 16GB": {"cores": 4, "instruction_sets": ["asimd", "asimddp"], "bandwidth_gbs": 17.1},
    "EPYC 9554 with 12 ch DDR5-4800": {"cores": 64, "instruction_sets": ["avx512_vnni"], "bandwidth_gbs": 460.8},
    "2x Xeon Gold 6138 with 12 ch DDR4-2666": {"cores": 40, "instruction_sets": ["avx2"], "bandwidth_gbs": 256},
}


ROWS = [window + rows + "_rows_per_context_token" for rows in ("query", "key") for window in ("", "window_")]


def comparison(entry, rows, program):
    """A table of what is told for the measured rows, decode in an empty cache without a benchmark."""
    lines = ["| machine | model | predicted | measured | |", "|---|---|--:|--:|--:|"]
    for row in rows:
        if row["hardware"] in MACHINES:
            work = {**program.work(row["family"], row["quantization"]), **dict.fromkeys(ROWS, 0)}
            speed, measured = 1 / Rates(entry, MACHINES[row["hardware"]]).decode_seconds(work, 64), float(row["decode_tokens_per_second"])
            lines.append(f"| {row['hardware']} | {work['model']} {row['quantization']} | {speed:.1f} | {measured:.1f} | "
                         f"{(speed / measured - 1) * 100:+.0f} % |")
    return "\n".join(lines)


class Rates:
    """What a processor reads and computes per second, from the constants of the file."""

    def __init__(self, entry, processor, fewer=True):
        self.entry = entry = of_kernels(entry, processor.get("kernel_set"))
        # With fewer threads, which wait less for each other: what lies half-way and all the way between powers of two.
        self.fewer = [] if not fewer or "kernels" in processor else [
            Rates(entry, {**processor, "cores": threads, "all_cores": processor["cores"]}, False)
            for power in range(1, 12) for threads in (2 ** power, 3 * 2 ** power // 2) if threads < processor["cores"]]
        if "kernels" in processor:
            self.measured(processor)
        else:
            self.modelled(processor)
        decode = entry["decode"]
        waits = decode["thread_layer_us"] * max(0, self.threads - SET_ON_THREADS)
        # In the products of prompts the waits for each other are lost.
        self.prompt_layer_seconds = (decode["layer_us"] + decode["shared_layer_us"] / self.threads) * 1e-6
        self.prompt_expert_layer_seconds = decode["expert_layer_us"] * 1e-6
        self.layer_seconds = self.prompt_layer_seconds + waits * 1e-6
        more = decode["further_waits"] * waits
        self.expert_layer_seconds, self.recurrent_layer_seconds = (decode["expert_layer_us"] + more) * 1e-6, more * 1e-6
        costs = self.attention_costs(processor) if processor.get("attention") else [
            1e-9 * decode[name] / self.threads for name in ("query_row_ns", "attention_multiply_add_ns", "key_row_ns")]
        self.query_row, self.multiply_add, self.key_row = costs
        if "kernels" not in processor:
            self.multiply_add = max(self.multiply_add, 2 / self.plain)
        self.prefill_attention = self.plain * entry["prefill"]["attention_share"]
        # Of an instruction set alone nothing is known of it.
        self.prefill_recurrent = self.plain * entry["prefill"]["recurrent_share"] if "kernels" in processor else math.inf

    def modelled(self, processor):
        modelled = self.entry["modelled"]
        sets = self.entry["generations"]
        core = next((sets[name] for name in sets if name in processor["instruction_sets"]), sets["other"])
        self.threads = max(1, processor["cores"])
        bandwidth = processor["bandwidth_gbs"]
        if bandwidth is None:
            cores = processor.get("all_cores", self.threads)
            bandwidth = min(cores * modelled["unknown_bandwidth_core_gbs"], modelled["unknown_bandwidth_gbs"])
        self.weights = self.cache = 1e9 * min(
            bandwidth * modelled["bandwidth_share"], self.threads * core["core_gbs"])
        self.plain = 1e9 * self.threads * core["core_gops"] * modelled["arithmetic_share"]
        self.decode_rates, self.prefill_rates, self.expert_factor, self.expert_factors = {}, {}, 1, {}

    def measured(self, processor):
        measured, formats = self.entry["measured"], self.entry["formats"]
        self.threads, self.cache = processor["threads"], 1e9 * processor["read_gbs"]
        self.weights = self.cache * measured["read_share"]
        decode = {name: 1e9 * rates[0] for name, rates in processor["kernels"].items()}
        prefill = {name: 1e9 * rates[1] for name, rates in processor["kernels"].items()}
        self.plain = prefill.get("F32", 1e9 * self.threads * measured["plain_thread_gops"])
        self.prefill_rates = dict(prefill)
        for name, format in formats.items():
            ceiling = self.plain / 2 * format.get("decode_ceiling", math.inf) * BITS[name] / 8
            like = format.get("decode_like", name)
            if like in decode:
                decode[name] = min(decode[like], ceiling)
            like = format.get("prefill_like", name)
            if like in prefill:
                self.prefill_rates[name] = prefill[like] * format.get("prefill_share", 1)
        self.decode_rates = {name: rate * measured["kernel_share"] for name, rate in decode.items()}
        self.expert_factor = measured["expert_factor"]
        self.expert_factors = {name: format["expert_factor"] for name, format in formats.items()
                               if "expert_factor" in format}

    def attention_costs(self, processor):
        """Per row that a head sees, per multiply-add, and per row that lies apart, from [width, heads, Mcells/s]."""
        share, costs = self.entry["measured"]["attention_share"], {}
        for width, heads, rate in sorted(processor["attention"]):
            costs.setdefault(width, []).append((heads, 1 / (1e6 * rate * share)))
        table = []
        for width, ((few, first), *_, (many, last)) in sorted(costs.items()):
            again = (many * last - few * first) / (many - few)
            table.append((width, again, few * (first - again)) if 0 < again <= first else (width, last, 0))
        (narrow, low, _), (wide, high, _) = table[:2]
        number = max(0, (high - low) / (wide - narrow))
        row = low - number * narrow
        query, multiply_add = (row, number / 2) if row > 0 else (0, high / wide / 2)
        waits = [max(0, first - 4 * width / self.cache) for width, _, first in table]
        return query, multiply_add, sum(waits) / len(waits)

    def layers(self, work):
        return (work["layers"] * self.layer_seconds + work["expert_layers"] * self.expert_layer_seconds
                + work["recurrent_layers"] * self.recurrent_layer_seconds)

    def decode_seconds(self, work, depth):
        """Seconds of one token after `depth` others, with as many threads as are fastest."""
        return min(rates.seconds_of_all(work, depth) for rates in [self, *self.fewer])

    def seconds_of_all(self, work, depth):
        near = min(depth, work["window_tokens"])
        seconds = self.layers(work)
        for name, read in work["weight_bytes_per_token"].items():
            seconds += read / self.decode_rates.get(name.upper(), self.weights)
        for name, cost in (("attention_multiply_adds", self.multiply_add), ("query_rows", self.query_row),
                           ("key_rows", self.key_row)):
            seconds += cost * (work[name + "_per_context_token"] * depth
                               + work["window_" + name + "_per_context_token"] * near)
        seconds += work["recurrent_bytes_per_token"] / self.weights
        return seconds + (work["cache_bytes_per_context_token"] * depth
                          + work["window_cache_bytes_per_context_token"] * near) / self.cache

    def prefill_seconds(self, work, prompt, before=0):
        """Seconds of a prompt, all but so many of its tokens, in micro-batches of 512; the output head is computed once."""
        tokens, seconds = prompt - before, 0
        for name, operations in work["multiply_adds_per_token"].items():
            name, head = name.upper(), work["head_multiply_adds"].get(name, 0)
            experts = self.expert_factors.get(name, self.expert_factor) if work["expert_layers"] else 1
            operations = tokens * operations - (tokens - 1) * head
            seconds += experts * 2 * operations / self.prefill_rates.get(name, self.plain)
        seconds += self.attention_seconds(work, prompt) - self.attention_seconds(work, before)
        seconds += tokens * work["recurrent_bytes_per_token"] / self.prefill_recurrent
        return seconds + math.ceil(tokens / 512) * (
            sum(work["weight_bytes_per_batch"].values()) / self.weights
            + work["layers"] * self.prompt_layer_seconds + work["expert_layers"] * self.prompt_expert_layer_seconds)

    def attention_seconds(self, work, prompt):
        """Seconds of the attention of a prompt's tokens, each to those before it."""
        start = min(prompt, work["window_tokens"])
        seen = start * start / 2 + (prompt - start) * start
        return 2 * (work["attention_multiply_adds_per_context_token"] * prompt * prompt / 2
                    + work["window_attention_multiply_adds_per_context_token"] * seen) / self.prefill_attention
