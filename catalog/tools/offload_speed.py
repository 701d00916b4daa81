"""How a card computes prompts with weights that lie in main memory: constants, which are set and not fitted here, and formula.

llama.cpp gives a card each product of a micro-batch of 32 tokens and more, wherever its weights are, and copies them there each
time; of experts those that the tokens chose. Sources/Speed computes the same; docs/speed.md says what the constants rest on.
"""
import numpy as np

import processor_speed
from speed_formula import Prefill

CONSTANTS = {
    # ggml's GGML_OP_OFFLOAD_MIN_BATCH, the same in every back end that has it (CUDA, HIP, Vulkan, SYCL, Metal).
    "least_tokens": 32,
    # Of what a link carries, from locked memory: 33 to 35 GB/s for Llama 3.1 8B Q4_K_M beside an H100 of 63 GB/s, where one large
    # copy reaches 54; from a mapped file 6 to 8. One machine: no other with a link that its source names was compared.
    "link_share": 0.6,
    # PCI Express 3.0 with sixteen lanes, or 4.0 with eight.
    "assumed_link_gbs": 15.75,
    # 512 tokens of code took 72 to 95 of 128 experts in the first layers of Qwen3 30B-A3B (ggml-org/llama.cpp #15346); were
    # they chosen alike it would be all.
    "expert_spread": 0.2,
    # What a token waits each time that it goes from the card to the processor and back: two copies, each with a wait for the other.
    "exchange_us": 40,
    "band": {"slower": 1.7, "faster": 1.8},
}


class Prompts:
    """Seconds of prompts of what a placement leaves to main memory, by the constants of the file."""

    def __init__(self, constants, link_gbs, expert_share):
        self.constants, self.expert_share = constants, expert_share
        self.rate = 1e9 * link_gbs * constants["link_share"]

    def on_card(self, prompt, micro_batch=512):
        """The first tokens, which the card computes: all but a last micro-batch of too few."""
        last = prompt % micro_batch
        return prompt - (last if last < self.constants["least_tokens"] else 0)

    def chosen(self, tokens):
        """The expected part of the experts that so many tokens choose: how often each is chosen follows a gamma distribution."""
        spread = self.constants["expert_spread"]
        return 1 - (1 + tokens * self.expert_share / spread) ** -spread

    def copy_seconds(self, work, tokens, micro_batch=512):
        stored, read = (sum(work[name].values()) for name in ("weight_bytes_per_batch", "weight_bytes_per_token"))
        experts = (stored - read) / (1 - self.expert_share) if self.expert_share < 1 else 0
        full, last = divmod(tokens, micro_batch)
        copied = (full + (last > 0)) * (stored - experts)
        copied += experts * (full * self.chosen(micro_batch) + self.chosen(last))
        start = min(tokens, work["window_tokens"])
        seen = start * start / 2 + (tokens - start) * start
        copied += (work["cache_bytes_per_context_token"] * tokens * tokens / 2
                   + work["window_cache_bytes_per_context_token"] * seen) / micro_batch
        return copied / self.rate

    def seconds(self, work, prompt, card_seconds, processor):
        """All of it: copies, what the card takes for so many tokens of it, and the processor's rest."""
        tokens = self.on_card(prompt)
        seconds = self.copy_seconds(work, tokens) + (card_seconds(tokens) if tokens else 0)
        return seconds + (processor.prefill_seconds(work, prompt, tokens) if tokens < prompt else 0)


def card_seconds(value, join):
    """What a card takes for so many tokens; `join` makes the row of the fit that has such a prompt."""
    def seconds(tokens):
        table = {key: np.array([number]) for key, number in join(tokens).items() if isinstance(number, (int, float))}
        return float(tokens / Prefill.speed(value, table)[0])
    return seconds
