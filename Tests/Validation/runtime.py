"""Measures one GGUF file with llama.cpp, step by step as the caller asks, and prints what it found as JSON lines.

Reads commands from standard input: `prefill`, `decode DEPTH`, `memory`, `quit`.
"""

import ctypes
import json
import os
import re
import statistics
import sys
import time

import llama_cpp

LOG = []


@llama_cpp.llama_log_callback
def log(level, text, data):
    LOG.append(text.decode("utf-8", "replace"))


class Runtime:
    """A model and a context over all usable threads."""

    def __init__(self, path, context, state):
        llama_cpp.llama_log_set(log, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        parameters = llama_cpp.llama_model_default_params()
        parameters.use_mmap = False  # pages that the system takes back are read from the disk again in the middle
        self.model = llama_cpp.llama_model_load_from_file(path.encode(), parameters)
        if not self.model:
            raise SystemExit("".join(LOG[-5:]))
        settings = llama_cpp.llama_context_default_params()
        threads = len(os.sched_getaffinity(0))
        settings.n_ctx, settings.n_batch, settings.n_ubatch = context, 2048, 512
        settings.n_threads = settings.n_threads_batch = threads
        settings.flash_attn_type = 1
        settings.swa_full = False  # as llama-server and Ollama have it
        self.context = llama_cpp.llama_init_from_model(self.model, settings)
        if not self.context:
            raise SystemExit("".join(LOG[-5:]))
        self.memory = llama_cpp.llama_get_memory(self.context)
        self.vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))
        self.state = state
        self.depth = None

    def run(self, count):
        """Seconds for `count` tokens that follow the ones in the cache."""
        tokens = (llama_cpp.llama_token * count)(*[(i * 7919 + 13) % self.vocabulary for i in range(count)])
        begin = time.perf_counter()
        code = llama_cpp.llama_decode(self.context, llama_cpp.llama_batch_get_one(tokens, count))
        llama_cpp.llama_synchronize(self.context)
        if code != 0:
            raise SystemExit(f"llama_decode: {code}")
        return time.perf_counter() - begin

    def clear(self):
        llama_cpp.llama_memory_clear(self.memory, True)
        self.depth = None

    def fill(self, depth):
        """Brings the cache to a depth: keys and values do not depend on the weights' format, so one file serves all."""
        if self.depth == depth:
            llama_cpp.llama_memory_seq_rm(self.memory, 0, depth, -1)
            return
        self.clear()
        if depth and os.path.exists(self.state):
            count = ctypes.c_size_t(0)
            tokens = (llama_cpp.llama_token * depth)()
            if not llama_cpp.llama_state_seq_load_file(self.context, self.state.encode(), 0, tokens, depth, count):
                raise SystemExit("the saved cache does not fit")
        elif depth:
            self.run(depth)
            tokens = (llama_cpp.llama_token * depth)()
            llama_cpp.llama_state_seq_save_file(self.context, self.state.encode(), 0, tokens, depth)
        self.depth = depth

    def prefill(self):
        self.clear()
        return 512 / self.run(512)

    def decode(self, depth, budget):
        """Tokens per second: the median of single tokens over some seconds."""
        self.fill(depth)
        self.run(1)
        begin, times = time.perf_counter(), []
        while len(times) < 5 or (time.perf_counter() - begin < budget and len(times) < 60):
            times.append(self.run(1))
        if depth == 0:
            self.clear()
        return 1 / statistics.median(times)

    def buffers(self):
        """Bytes that llama.cpp says it holds, by kind."""
        sizes = {"model": 0.0, "cache": 0.0, "compute": 0.0, "output": 0.0}
        for line in "".join(LOG).splitlines():
            match = re.search(r"(model|KV|RS|compute|output)\s+buffer size\s*=\s*([\d.]+) MiB", line)
            if match:
                kind = {"KV": "cache", "RS": "cache"}.get(match[1], match[1])
                sizes[kind] += float(match[2]) * 2**20
        # Buffers are rounded, and what is repacked is told apart: the tensors' own sum is what is needed.
        sizes["model"] = llama_cpp.llama_model_size(self.model)
        return sizes


def main():
    path, context, state = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    runtime = Runtime(path, context, state)
    print(json.dumps(runtime.buffers()), flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "prefill":
            answer = runtime.prefill()
        elif words[0] == "decode":
            answer = runtime.decode(int(words[1]), float(words[2]))
        else:
            break
        print(json.dumps(answer), flush=True)


main()
