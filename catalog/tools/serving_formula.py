"""The time of one step of a batch, and how its constants are found.

A step reads the weights once, each sequence's cache, computes every sequence's token and waits for kernels, the host and
the other GPUs. Constants are products of what holds for all, for an engine and for a generation of GPUs; the last two are
drawn to one. Sources/Serving computes the same; Tests/ServingTests compares the two.
"""
import collections

import numpy as np
from scipy.optimize import least_squares

# Name: most likely value, its deviation, deviations of an engine and of a generation (logarithms; 0: has no such level).
CONSTANTS = {
    # Share of the peak bandwidth that weights and the cache are read with.
    "weight_share": (0.8, 0.1, 0.1, 0.1), "cache_share": (0.6, 0.3, 0.2, 0.2),
    # Share of the peak matrix rate that decoding, prompts and attention on prompts reach.
    "decode_share": (0.5, 0.3, 0.2, 0.2), "prompt_share": (0.5, 0.3, 0.2, 0.2), "attention_share": (0.5, 0.5, 0, 0),
    # What each layer, each layer with experts, each step, each sequence in it and each prompt waits besides.
    "layer_us": (8, 0.7, 0.4, 0.3), "expert_layer_us": (20, 0.7, 0.4, 0.3), "step_us": (1000, 0.8, 0.4, 0),
    "sequence_us": (10, 0.8, 0.5, 0.3), "prompt_us": (2000, 0.8, 0.4, 0),
    # Each exchange between GPUs, and the share of their link that it reaches.
    "exchange_us": (12, 0.7, 0.3, 0.3), "link_share": (0.5, 0.5, 0, 0),
    # Experts: operations and bytes that small matrices cost more.
    "expert_cost": (2, 0.5, 0.2, 0.2), "expert_reads": (1.3, 0.3, 0, 0),
    # What formats of eight and four bits reach of twice and four times the rate, and what unpacking costs where they reach
    # nothing of it.
    "fp8_share": (0.7, 0.2, 0.1, 0.1), "fp4_share": (0.5, 0.3, 0.1, 0.1), "unpacking_cost": (1.3, 0.3, 0, 0),
    # How far reading and computing overlap: one more than it is the power of their sum.
    "overlap": (1.5, 0.3, 0, 0),
}
# What benchmarks do that a user does not: limits on latency, tuning for the test.
CONDITIONS = {"mlperf": (1.0, 0.3), "mlperf-server": (1.1, 0.2), "mlperf-interactive": (2.0, 0.5)}
NOISE = 0.25


class Constants:
    """All constants of a fit as one vector of logarithms."""

    def __init__(self, rows):
        self.engines = sorted({row["engine"] for row in rows})
        self.generations = sorted({row["generation"] for row in rows})
        self.start, mean, deviation = {}, [], []

        def add(key, value, spread, count=1):
            self.start[key] = len(mean)
            mean.extend([value] * count)
            deviation.extend([spread] * count)

        for name, (value, spread, engine, generation) in CONSTANTS.items():
            add(name, np.log(value), spread)
            if engine:
                add((name, "engine"), 0, engine, len(self.engines))
            if generation:
                add((name, "generation"), 0, generation, len(self.generations))
        for name, (value, spread) in CONDITIONS.items():
            add(name, np.log(value), spread)
        self.mean, self.deviation = np.array(mean, float), np.array(deviation, float)

    def table(self, rows):
        table = {key: np.array([float(row[key]) for row in rows]) for key in rows[0]
                 if isinstance(rows[0][key], (int, float))}
        # An engine or generation that the fit has not seen has no deviation.
        table["engine"] = np.array([self.place(self.engines, row["engine"]) for row in rows])
        table["generation"] = np.array([self.place(self.generations, row["generation"]) for row in rows])
        for name in CONDITIONS:
            table[name] = np.array([row["kind"].startswith(name) for row in rows], float)
        return table

    @staticmethod
    def place(names, name):
        return names.index(name) if name in names else -1

    def level(self, vector, name, level, places):
        key = (name, level)
        if key not in self.start:
            return np.zeros(len(places))
        values = vector[self.start[key]:][:len(self.engines if level == "engine" else self.generations)]
        return np.where(places >= 0, values[places], 0)

    def by(self, vector, table):
        known = {}

        def value(name):
            if name not in known:
                known[name] = np.exp(vector[self.start[name]] + self.level(vector, name, "engine", table["engine"])
                                     + self.level(vector, name, "generation", table["generation"]))
            return known[name]
        return value

    def speed(self, vector, table):
        """Tokens per second written by all replicas."""
        value = self.by(vector, table)
        speed = table["replicas"] * throughput(value, table)
        for name in CONDITIONS:
            speed = speed * np.where(table[name] > 0, np.exp(-vector[self.start[name]]), 1)
        return speed

    def fit(self, rows, start=None):
        table, weight = self.table(rows), weights(rows)
        truth = np.log([row["truth"] for row in rows])

        def residuals(vector):
            error = (np.log(self.speed(vector, table)) - truth) / NOISE
            robust = np.sign(error) * np.sqrt(2 * (np.sqrt(1 + error**2) - 1))
            return np.concatenate([robust * np.sqrt(weight), (vector - self.mean) / self.deviation])

        return least_squares(residuals, self.mean if start is None else start, max_nfev=14 if start is None else 6).x


def weights(rows):
    """A model on a GPU counts by the square root of its rows; early builds less than half."""
    count = collections.Counter((row["engine"], row["gpu"], row["model"]) for row in rows)
    return np.array([(0.4 if "of 2024" in row["engine"] else 1) / np.sqrt(count[row["engine"], row["gpu"], row["model"]])
                     for row in rows])


def throughput(value, table):
    """Tokens per second of one replica that is never without work: prompts between the steps."""
    step, prompt = step_seconds(value, table), prompt_seconds(value, table)
    return table["sequences"] * table["output"] / (table["sequences"] * prompt + table["output"] * step)


def matrix_rate(value, table):
    """Operations per second of the replica's GPUs on the weights' format."""
    factor = np.where(table["format_rate"] >= 4, 4 * value("fp4_share"),
                      np.where(table["format_rate"] >= 2, 2 * value("fp8_share"), 1))
    unpacked = (table["weight_bits"] < 16) & (table["format_rate"] == 1)
    return table["matrix"] * table["tensor_parallel"] * factor / np.where(unpacked, value("unpacking_cost"), 1)


def active(value, table):
    """Multiply-adds of one token, those with experts at what they cost."""
    mixed = table["expert_weights"] > 0
    chosen = table["dense_weights"] + table["expert_weights"] * table["expert_share"]
    return chosen * np.where(mixed, value("expert_cost"), 1)


def step_seconds(value, table):
    """One step of `sequences` sequences at `depth` tokens each."""
    number, parallel = table["sequences"], table["tensor_parallel"]
    experts = table["expert_weights"] * (1 - (1 - table["expert_share"]) ** number) * value("expert_reads")
    read = (table["dense_weights"] + experts) * table["weight_bits"] / 8 + table["head_weights"] * 2
    cache = number * (table["cache_bytes"] * table["depth"] + table["window_cache_bytes"]
                      * np.minimum(table["depth"], table["window"]) + table["recurrent_bytes"] * table["cache_parts"] / parallel)
    memory = (read / (table["bandwidth"] * parallel * value("weight_share"))
              + cache / (table["bandwidth"] * table["cache_parts"] * value("cache_share")))
    operations = 2 * number * (active(value, table) + table["head_weights"]) / (
        matrix_rate(value, table) * value("decode_share"))
    power = 1 + value("overlap")
    seconds = (memory**power + operations**power) ** (1 / power)
    seconds += 1e-6 * (table["layers"] * value("layer_us") + table["expert_layers"] * value("expert_layer_us")
                       + value("step_us") + number * value("sequence_us"))
    wait = 2 * table["layers"] * 1e-6 * value("exchange_us")
    return seconds + np.where(parallel > 1, wait + exchange_seconds(value, table, number), 0)


def exchange_seconds(value, table, tokens):
    """Two sums over the GPUs per layer, of a vector of 16-bit numbers for each token."""
    parallel = table["tensor_parallel"]
    moved = 2 * table["layers"] * tokens * table["width"] * 2 * 2 * (parallel - 1) / parallel
    return moved / (table["link"] * value("link_share"))


def prompt_seconds(value, table):
    """One prompt of `input` tokens, computed between the steps."""
    tokens, parallel = table["input"], table["tensor_parallel"]
    start = np.minimum(tokens, table["window"])
    seen = (table["attention"] * tokens * tokens / 2
            + table["window_attention"] * (start * start / 2 + (tokens - start) * start))
    seconds = 2 * tokens * active(value, table) / (matrix_rate(value, table) * value("prompt_share"))
    seconds += 2 * seen / (table["matrix"] * parallel * value("attention_share")) + 1e-6 * value("prompt_us")
    return seconds + np.where(parallel > 1, exchange_seconds(value, table, tokens), 0)


def left_out(constants, rows, start):
    """Each row's error (logarithm) by constants that were fitted without its engine on its generation of GPUs."""
    groups = sorted({(row["engine"], row["generation"]) for row in rows})
    errors = np.zeros(len(rows))
    for group in groups:
        inside = [i for i, row in enumerate(rows) if (row["engine"], row["generation"]) == group]
        vector = constants.fit([row for row in rows if (row["engine"], row["generation"]) != group], start)
        part = [rows[i] for i in inside]
        errors[inside] = np.log(constants.speed(vector, constants.table(part))) - np.log([row["truth"] for row in part])
    return errors
