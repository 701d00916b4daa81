"""The statistical model behind catalog/quality.json; docs/quality.md explains it.

Every published result y of model m on benchmark b is put on an unbounded scale (logit of the share right, natural
units for Elo) and explained as

    z = intercept[b] + slope[b] * sum_d load[b, d] * ability[m, d] + noise,   noise ~ Student-t(4, sigma[b])
    ability[m, d] = common part + deviation in domain d,
    each part = regressors of the model (size, date, kind) + creator + family + the model itself,

where creator, family and model are normal with variances estimated from the data. Given slopes and variances all is
linear and normal, so the posterior is exact; slopes and variances maximize the marginal likelihood.
"""
import math

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

DOMAINS = ["knowledge", "instruction", "reasoning", "code", "vision", "agentic"]

# Benchmark: (loadings on the domains, scale). `percent` values have a chance level that guessing reaches.
K, I, R, C, V, A = np.eye(6)
BENCHMARKS = {
    "mmlu": (K, 25), "mmlu_pro": (K, 10), "oll2_mmlu_pro": (K, 10), "mmmlu": (K, 25), "simpleqa": (K, 0),
    "gpqa": ((K + R) / 2, 25), "gpqa_diamond": ((K + R) / 2, 25), "oll2_gpqa": (K, 20), "hle": ((K + R) / 2, 0),
    "ifeval": (I, 0), "oll2_ifeval": (I, 0), "ifbench": (I, 0), "bfcl": (I, 0), "bfcl_v2": (I, 0), "bfcl_v3": (I, 0),
    "lmarena_text_elo": ((K + 2 * I + R) / 4, "elo"),
    # Index 4: agents, code, knowledge and science in equal parts.
    "artificial_analysis_index": ((K + R + C + A) / 4, 0), "livebench": ((K + I + R + C) / 4, 0),
    "oll2_bbh": ((K + R) / 2, 20), "oll2_musr": ((K + R) / 2, 28), "gsm8k": (R, 0), "math": (R, 0),
    "math_500": (R, 0), "aime_2024": (R, 0), "aime_2025": (R, 0), "aime_2026": (R, 0),
    "humaneval": (C, 0), "humaneval_plus": (C, 0), "mbpp": (C, 0), "livecodebench": (C, 0),
    "scicode": (C, 0), "livecodebench_v3": (C, 0), "livecodebench_v5": (C, 0), "livecodebench_v6": (C, 0),
    "swe_bench_verified": (A, 0), "swe_bench_pro": (A, 0), "swe_bench_multilingual": (A, 0),
    "terminal_bench_hard": (A, 0), "terminal_bench_2": (A, 0), "terminal_bench_2.1": (A, 0), "aider_polyglot": ((A + C) / 2, 0),
    "aider_polyglot_leaderboard": ((A + C) / 2, 0), "mmmu": (V, 22), "mmmu_pro": (V, 12),
}
NU = 4.0
INTERCEPT_VARIANCE = 9.0
# How much noisier a maker's own result is than one that others measured.
OWN_NOISE = 1.5
# Model, family, creator; model and family within a domain.
VARIANCE_GUESS = np.array([0.05, 0.05, 0.05, 0.04, 0.04])


def transform(benchmark, value):
    """A published value on the unbounded scale on which ability is linear."""
    scale = BENCHMARKS[benchmark][1]
    if scale == "elo":
        return (value - 1250.0) * math.log(10) / 400
    share = (value - scale) / (100 - scale)
    share = min(max(share, 0.02), 0.98)
    return math.log(share / (1 - share))


class QualityModel:
    """Posterior over the abilities of all models given their published results."""

    def __init__(self, regressors, prior_mean, prior_sd, domain_prior_sd, families, creators):
        self.x = np.asarray(regressors)
        self.count = len(self.x)
        self.prior_mean = np.asarray(prior_mean)
        self.families = np.asarray(families)
        self.creators = np.asarray(creators)
        self.coefficient_covariance = np.diag(np.square(prior_sd))
        self.domain_coefficient_covariance = [np.diag(np.square(sd)) for sd in domain_prior_sd]

    def _shared(self, first, second):
        """Covariance of the common part between two lists of models."""
        x1, x2 = self.x[first], self.x[second]
        same = np.equal.outer
        return (x1 @ self.coefficient_covariance @ x2.T
                + self.var_model * same(first, second)
                + self.var_family * same(self.families[first], self.families[second])
                + self.var_creator * same(self.creators[first], self.creators[second]))

    def _domain(self, domain, first, second):
        x1, x2 = self.x[first], self.x[second]
        same = np.equal.outer
        return (x1 @ self.domain_coefficient_covariance[domain] @ x2.T
                + self.var_domain * same(first, second)
                + self.var_domain_family * same(self.families[first], self.families[second]))

    def covariance(self, first, load1, second, load2):
        """Prior covariance of sum_d load_d * ability_d between two lists of (model, loading)."""
        result = np.outer(load1.sum(1), load2.sum(1)) * self._shared(first, second)
        for domain in range(len(DOMAINS)):
            weight = np.outer(load1[:, domain], load2[:, domain])
            if weight.any():
                result += weight * self._domain(domain, first, second)
        return result

    def mean(self, models, load):
        return load.sum(1) * (self.x[models] @ self.prior_mean)

    def fit(self, rows, rounds=3, steps=40):
        """`rows` are (model index, benchmark, value, whether the maker's own). Finds slopes, noise and variance components."""
        self.names = sorted({benchmark for _, benchmark, _, _ in rows})
        index = {name: position for position, name in enumerate(self.names)}
        self.m = np.array([model for model, _, _, _ in rows])
        self.b = np.array([index[benchmark] for _, benchmark, _, _ in rows])
        self.z = np.array([transform(benchmark, value) for _, benchmark, value, _ in rows])
        self.load = np.array([BENCHMARKS[self.names[b]][0] for b in self.b])
        self.base = self.mean(self.m, self.load)
        # Makers choose what they report and how it is run: their own results count less.
        self.trust = np.array([1 / OWN_NOISE ** 2 if own else 1.0 for _, _, _, own in rows])
        self.weight = self.trust.copy()
        same, total = np.equal.outer, np.outer(self.load.sum(1), self.load.sum(1))
        model, family = same(self.m, self.m), same(self.families[self.m], self.families[self.m])
        creator = same(self.creators[self.m], self.creators[self.m])
        overlap = self.load @ self.load.T
        self.parts = [total * model, total * family, total * creator, overlap * model, overlap * family]
        x = self.x[self.m]
        self.fixed = total * (x @ self.coefficient_covariance @ x.T)
        for domain in range(len(DOMAINS)):
            column = self.load[:, domain]
            self.fixed += np.outer(column, column) * (x @ self.domain_coefficient_covariance[domain] @ x.T)
        self.same_benchmark = same(self.b, self.b) * INTERCEPT_VARIANCE
        count = len(self.names)
        start = np.concatenate([np.zeros(count), np.full(count, math.log(0.3)), np.log(VARIANCE_GUESS)])
        for _ in range(rounds):
            found = minimize(self._objective, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
            start = found.x
            self._condition(start)
            # Student-t noise: a result far from what the rest says counts less.
            fitted = self.intercept[self.b] + self.slope[self.b] * self.theta
            spread = np.square(self.z - fitted) + np.square(self.slope[self.b]) * self.theta_var
            self.weight = self.trust * (NU + 1) / (NU + spread * self.trust / np.square(self.sigma[self.b]))
        self._condition(start)
        self.objective = found.fun

    def _unpack(self, parameters):
        count = len(self.names)
        return np.exp(parameters[:count]), np.exp(parameters[count:2 * count]), np.exp(parameters[2 * count:])

    def _objective(self, parameters):
        """Minus the log posterior of the hyperparameters, and its gradient."""
        slope, sigma, variances = self._unpack(parameters)
        s = slope[self.b]
        prior = self.fixed + sum(v * part for v, part in zip(variances, self.parts))
        scaled = s[:, None] * prior * s[None, :]
        noise = np.square(sigma[self.b]) / self.weight
        factor = cho_factor(scaled + self.same_benchmark + np.diag(noise), lower=True)
        inverse = cho_solve(factor, np.eye(len(self.z)))
        residual = self.z - s * self.base
        alpha = inverse @ residual
        value = 0.5 * residual @ alpha + np.log(np.diag(factor[0])).sum()
        inner = np.outer(alpha, alpha) - inverse
        # d(-log likelihood) = -1/2 tr(inner dK), plus the slope's part in the mean.
        by_row = -(inner * scaled).sum(1) - alpha * s * self.base
        slope_gradient = np.bincount(self.b, by_row, len(self.names))
        noise_gradient = np.bincount(self.b, -np.diag(inner) * noise, len(self.names))
        weighted = s[:, None] * inner * s[None, :]
        part_gradient = np.array([-0.5 * v * (weighted * part).sum() for v, part in zip(variances, self.parts)])
        # Log-normal priors: slopes around 1, noise around 0.3, variances around their guesses.
        logs = [parameters[:len(slope)], parameters[len(slope):2 * len(slope)] - math.log(0.3),
                parameters[2 * len(slope):] - np.log(VARIANCE_GUESS)]
        widths = [0.5, 0.4, 0.4]
        value += sum(0.5 * np.square(log / width).sum() for log, width in zip(logs, widths))
        gradient = [gradient + log / width ** 2 for gradient, log, width
                    in zip((slope_gradient, noise_gradient, part_gradient), logs, widths)]
        return value, np.concatenate(gradient)

    def _condition(self, parameters):
        """The posterior given the hyperparameters."""
        self.slope, self.sigma, variances = self._unpack(parameters)
        self.var_model, self.var_family, self.var_creator, self.var_domain, self.var_domain_family = variances
        s = self.slope[self.b]
        prior = self.fixed + sum(v * part for v, part in zip(variances, self.parts))
        noise = np.square(self.sigma[self.b]) / self.weight
        total = s[:, None] * prior * s[None, :] + self.same_benchmark + np.diag(noise)
        self.inverse = np.linalg.inv(total)
        self.alpha = self.inverse @ (self.z - s * self.base)
        cross = prior * s[None, :]
        self.theta = self.base + cross @ self.alpha
        self.theta_var = np.maximum(np.diag(prior) - ((cross @ self.inverse) * cross).sum(1), 1e-6)
        self.intercept = INTERCEPT_VARIANCE * np.bincount(self.b, self.alpha, len(self.names))

    def posterior(self, models, load):
        """Mean and covariance of load . ability for lists of models and loadings."""
        s = self.slope[self.b]
        cross = self.covariance(models, load, self.m, self.load) * s[None, :]
        mean = self.mean(models, load) + cross @ self.alpha
        covariance = self.covariance(models, load, models, load) - cross @ self.inverse @ cross.T
        return mean, covariance

    def coefficients(self, load):
        """Posterior mean of the regression's coefficients for one loading."""
        s = self.slope[self.b]
        weight = self.alpha * s
        total = load.sum() * self.coefficient_covariance @ (self.x[self.m].T @ (weight * self.load.sum(1)))
        for domain in range(len(DOMAINS)):
            column = weight * self.load[:, domain] * load[domain]
            total += self.domain_coefficient_covariance[domain] @ (self.x[self.m].T @ column)
        return load.sum() * self.prior_mean + total

    def deviation_of_a_new_model(self, load):
        """Standard deviation of a model of a family and a creator that nothing is known of."""
        shared = load.sum() ** 2 * (self.var_model + self.var_family + self.var_creator)
        return math.sqrt(shared + np.square(load).sum() * (self.var_domain + self.var_domain_family))

    def predict(self, models, benchmark):
        """Predicted value of one benchmark on its transformed scale."""
        b = self.names.index(benchmark)
        load = np.repeat(BENCHMARKS[benchmark][0][None, :], len(models), axis=0)
        mean, covariance = self.posterior(np.asarray(models), load)
        return self.intercept[b] + self.slope[b] * mean, self.slope[b] * np.sqrt(np.diag(covariance))
