"""The speed model's two formulas and how their constants are found.

Every constant is the logarithm of a factor with a prior (mean and standard deviation), so that a generation with few
rows stays near its back end. The loss is a smooth absolute value of the logarithmic error. Sources/Speed computes the same
formulas; Tests/SpeedTests checks that it gives the same speeds as `speed_answers.py` writes down.
"""
import collections

import numpy as np
from scipy.optimize import least_squares

BACKENDS = ("cuda", "rocm", "vulkan", "sycl", "metal")
# Generations of NVIDIA without matrix units or fast half precision: arithmetic counts in decode too.
BEFORE_VOLTA = ("Pascal", "Maxwell 2.0", "Maxwell", "Kepler", "Kepler 2.0")
# Generations whose memory is so fast that unpacking and waits are most of a token's time, with rows enough to tell: in
# decode they have a cost of arithmetic and waits in layers with experts of their own.
WIDE_MEMORY = ("Hopper",)
# Bits per weight up to which and from which on unpacking costs least and most.
PLAIN_BITS, HEAVY_BITS = 4.5, 5.0


class Formula:
    """Parameters by name, each global, per back end or per back end and generation."""

    def __init__(self, rows):
        self.pairs = sorted({(row["backend"], row["generation"]) for row in rows})
        self.names, self.mean, self.deviation = [], [], []
        self.declare()
        self.index = {name: position for position, name in enumerate(self.names)}
        self.mean, self.deviation = np.array(self.mean), np.array(self.deviation)

    def add(self, name, mean, deviation):
        self.names.append(name)
        self.mean.append(mean)
        self.deviation.append(deviation)

    def per_backend(self, name, value, deviation):
        for backend in BACKENDS:
            self.add((name, backend), np.log(value), deviation)

    def per_generation(self, name, deviation, only=None):
        for pair in self.pairs:
            if only is None or pair[1] in only:
                self.add((name, pair), 0.0, deviation)

    def table(self, rows):
        """The rows as arrays; a generation that the fit has not seen gets its back end's constants."""
        table = {key: np.array([float(row[key]) for row in rows]) for key in rows[0]
                 if isinstance(rows[0][key], (int, float))}
        table["backend"] = np.array([BACKENDS.index(row["backend"]) for row in rows])
        known = {pair: position for position, pair in enumerate(self.pairs)}
        table["pair"] = np.array([known[row["backend"], row["generation"]] for row in rows])
        table["before_volta"] = np.array([row["generation"] in BEFORE_VOLTA for row in rows])
        return table

    def values(self, constants, name, table):
        """The factor of each row for a parameter, all levels multiplied."""
        total = np.zeros(len(table["backend"]))
        if name in self.index:
            total = total + constants[self.index[name]]
        if (name, BACKENDS[0]) in self.index:
            first = self.index[name, BACKENDS[0]]
            total = total + constants[first:first + len(BACKENDS)][table["backend"]]
        of_pairs = [constants[self.index[name, pair]] if (name, pair) in self.index else 0.0 for pair in self.pairs]
        return np.exp(total + np.array(of_pairs)[table["pair"]])

    def value(self, constants, name, backend=None, generation=None):
        """One factor; without a generation that of the back end, without a back end that of all."""
        keys = [name, (name, backend), (name, (backend, generation))]
        return float(np.exp(sum(constants[self.index[key]] for key in keys if key in self.index)))

    def by(self, constants, table):
        """The constants as `speed` asks for them: an array by name."""
        return lambda name: self.values(constants, name, table)

    def fit(self, rows, target):
        table, weight = self.table(rows), weights(rows)
        truth = np.log([row[target] for row in rows])

        def residuals(constants):
            error = (np.log(self.speed(self.by(constants, table), table)) - truth) / self.noise
            robust = np.sign(error) * np.sqrt(2 * (np.sqrt(1 + error**2) - 1))
            return np.concatenate([robust * np.sqrt(weight), (constants - self.mean) / self.deviation])

        return least_squares(residuals, self.mean).x


class Decode(Formula):
    """Tokens per second while generating."""

    noise = 0.12
    # The constants by their names in the file, and the decimals they are given with.
    decimals = {"bandwidth_share": 4, "layer_us": 2, "expert_layer_us": 2, "recurrent_layer_us": 2, "cache_factor": 4,
                "arithmetic_cost": 4, "attention_cost": 4, "heavy_format_factor": 4}

    def declare(self):
        self.per_backend("bandwidth_share", 0.85, 0.1)
        self.per_generation("bandwidth_share", 0.08)
        self.per_backend("layer_us", 60, 0.7)
        self.per_generation("layer_us", 0.35)
        self.per_backend("expert_layer_us", 40, 1.0)
        self.per_generation("expert_layer_us", 1.0, only=WIDE_MEMORY)
        self.add("recurrent_layer_us", np.log(50), 1.0)
        self.add("cache_factor", np.log(1.5), 0.3)
        # Operations per FP32 operation of the data sheet that decode costs; of its own before Volta.
        self.per_backend("arithmetic_cost", 1.0, 0.7)
        self.per_generation("arithmetic_cost", 0.7, only=WIDE_MEMORY)
        self.add("arithmetic_cost_before_volta", np.log(6), 0.7)
        self.add("heavy_format_factor", np.log(1.5), 0.5)
        # The same for attention's products with the cache.
        self.add("attention_cost", np.log(0.5), 1.0)

    def values(self, constants, name, table):
        values = super().values(constants, name, table)
        if name == "arithmetic_cost":
            values = np.where(
                table["before_volta"], super().values(constants, "arithmetic_cost_before_volta", table), values)
        return values

    def value(self, constants, name, backend=None, generation=None):
        if name == "arithmetic_cost" and generation in BEFORE_VOLTA:
            name = "arithmetic_cost_before_volta"
        return min(super().value(constants, name, backend, generation), 1.0 if name == "bandwidth_share" else np.inf)

    @staticmethod
    def speed(value, table):
        """The rows' speeds with the constants that `value` gives by name."""
        bandwidth = table["bandwidth"] * value("bandwidth_share")
        seconds = (table["weights"] + table["cache"] * value("cache_factor")) / bandwidth
        seconds += 1e-6 * (table["layers"] * value("layer_us") + table["expert_layers"] * value("expert_layer_us")
                           + table["recurrent_layers"] * value("recurrent_layer_us"))
        operations = value("arithmetic_cost") * (
            table["plain"] + table["other"] * unpacking(table, value("heavy_format_factor")))
        operations += table["seen"] * value("attention_cost")
        return 1 / (seconds + 2 * operations / table["fp32"])


def unpacking(table, heavy):
    """The cost of other than plain formats grows with the bits, so that fewer bits are never slower."""
    return 1 + (heavy - 1) * np.clip((table["other_bits"] - PLAIN_BITS) / (HEAVY_BITS - PLAIN_BITS), 0, 1)


class Prefill(Formula):
    """Prompt tokens per second."""

    noise = 0.15
    decimals = dict.fromkeys(
        ["arithmetic_share", "professional_factor", "attention_share", "cache_reads", "layer_us", "expert_layer_us",
         "recurrent_layer_us", "expert_factor", "no_flash_attention", "heavy_format_factor"], 4)

    def declare(self):
        self.per_backend("arithmetic_share", 1.2, 0.6)
        self.per_generation("arithmetic_share", 0.3)
        # Cards for workstations and servers are clocked and powered lower than their data sheets suggest.
        self.add("professional_factor", np.log(0.9), 0.2)
        self.per_backend("attention_share", 0.7, 0.6)
        # Attention reads a prompt token's view of the cache once per so many tokens computed together.
        self.per_backend("cache_reads", 0.03, 0.8)
        self.per_backend("layer_us", 100, 0.8)
        self.per_backend("expert_layer_us", 100, 1.0)
        self.add("recurrent_layer_us", np.log(100), 1.0)
        self.per_backend("expert_factor", 1.2, 0.6)
        self.per_backend("no_flash_attention", 1.05, 0.1)
        self.add("heavy_format_factor", 0.0, 0.1)

    @staticmethod
    def speed(value, table):
        """The rows' speeds with the constants that `value` gives by name."""
        share = value("arithmetic_share") * np.where(table["is_professional"] > 0, value("professional_factor"), 1)
        operations = 2 * table["prompt"] * (
            table["plain"] + table["other"] * unpacking(table, value("heavy_format_factor")))
        operations *= np.where(table["expert_layers"] > 0, value("expert_factor"), 1)
        seconds = operations / (table["fp32"] * share)
        seconds += 2 * table["attention"] / (table["fp32"] * share * value("attention_share"))
        seconds += table["prompt_cache"] * value("cache_reads") / table["bandwidth"]
        batches = np.ceil(table["prompt"] / 512)
        seconds += batches * (
            table["batch_weights"] / (table["bandwidth"] * 0.8)
            + 1e-6 * (table["layers"] * value("layer_us") + table["expert_layers"] * value("expert_layer_us")
                      + table["recurrent_layers"] * value("recurrent_layer_us")))
        seconds *= np.where(table["no_flash_attention"] > 0, value("no_flash_attention"), 1)
        return table["prompt"] / seconds


def weights(rows):
    """A machine counts by the square root of its rows; single reports of users count half."""
    count = collections.Counter((row["hardware"], row["backend"]) for row in rows)
    return np.array([(0.5 if row["is_single_report"] else 1.0) / np.sqrt(count[row["hardware"], row["backend"]])
                     for row in rows])


def left_out(formula, rows, target, key, folds=8):
    """Each row's speed by constants that were fitted without its model family or its GPU."""
    count = collections.Counter(row[key] for row in rows)
    groups = [[] for _ in range(folds)]
    sizes = [0] * folds
    for name, number in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        smallest = sizes.index(min(sizes))
        groups[smallest].append(name)
        sizes[smallest] += number
    speeds = np.zeros(len(rows))
    for group in groups:
        inside = [position for position, row in enumerate(rows) if row[key] in group]
        if not inside:
            continue
        constants = formula.fit([row for row in rows if row[key] not in group], target)
        table = formula.table([rows[position] for position in inside])
        speeds[inside] = formula.speed(formula.by(constants, table), table)
    return speeds
