#!/usr/bin/env python3
"""Rates of llama.cpp's own kernels beside those of plimsoll's benchmark, taking turns, as medians of the ratios.

Run it in the environment that `make validate` made: `.build/validation/venv/bin/python Tests/Validation/kernel_rates.py`.
"""

import argparse
import ctypes
import json
import os
import statistics
import subprocess
import tempfile
import time

import llama_cpp
import numpy
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType as Type

import models

LIBRARIES = os.path.join(os.path.dirname(llama_cpp.__file__), "lib")
BASE = ctypes.CDLL(os.path.join(LIBRARIES, "libggml-base.so.0"), mode=ctypes.RTLD_GLOBAL)
CPU = ctypes.CDLL(os.path.join(LIBRARIES, "libggml-cpu.so.0"), mode=ctypes.RTLD_GLOBAL)
WIDTH, ROWS, COLUMNS = 4096, 4096, 512


class InitParameters(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_size_t), ("memory", ctypes.c_void_p), ("no_alloc", ctypes.c_bool)]


def declare(library, name, result, *arguments):
    function = getattr(library, name)
    function.restype, function.argtypes = result, list(arguments)
    return function


P, I64 = ctypes.c_void_p, ctypes.c_int64
init = declare(BASE, "ggml_init", P, InitParameters)
free = declare(BASE, "ggml_free", None, P)
new_tensor = declare(BASE, "ggml_new_tensor_2d", P, P, ctypes.c_int, I64, I64)
mul_mat = declare(BASE, "ggml_mul_mat", P, P, P, P)
new_graph = declare(BASE, "ggml_new_graph", P, P)
expand = declare(BASE, "ggml_build_forward_expand", None, P, P)
allocate_from = declare(BASE, "ggml_backend_alloc_ctx_tensors_from_buft", P, P, P)
allocate = declare(BASE, "ggml_backend_alloc_ctx_tensors", P, P, P)
free_buffer = declare(BASE, "ggml_backend_buffer_free", None, P)
set_tensor = declare(BASE, "ggml_backend_tensor_set", None, P, P, ctypes.c_size_t, ctypes.c_size_t)
compute = declare(BASE, "ggml_backend_graph_compute", ctypes.c_int, P, P)
cpu_init = declare(CPU, "ggml_backend_cpu_init", P)
set_threads = declare(CPU, "ggml_backend_cpu_set_n_threads", None, P, ctypes.c_int)
repacked = declare(CPU, "_Z35ggml_backend_cpu_repack_buffer_typev", P)
plain = declare(BASE, "ggml_backend_cpu_buffer_type", P)
# What the runtime repacks on x86-64 with AVX2; the others stay as they are.
REPACKED = {Type.Q4_0, Type.Q4_K, Type.IQ4_NL}


@llama_cpp.llama_log_callback
def silence(level, text, data):
    """Takes the messages of every matrix that is repacked."""


class Products:
    """A graph of products of weights in one format with some columns."""

    def __init__(self, backend, kind, matrices, columns):
        self.backend, self.kind = backend, kind
        elements, block = GGML_QUANT_SIZES[kind]
        self.bytes = ROWS * WIDTH // elements * block
        self.amount, self.columns = matrices, columns
        self.weights = init(InitParameters(1 << 20, None, True))
        tensors = [new_tensor(self.weights, int(kind), WIDTH, ROWS) for _ in range(matrices)]
        buffer_type = repacked() if kind in REPACKED else plain()
        self.buffers = [allocate_from(self.weights, buffer_type)]
        data = models.random_bytes(kind, self.bytes, numpy.random.default_rng(1))
        for tensor in tensors:
            set_tensor(tensor, data, 0, self.bytes)
        self.context = init(InitParameters(1 << 20, None, True))
        activations = new_tensor(self.context, int(Type.F32), WIDTH, columns)
        self.graph = new_graph(self.context)
        for tensor in tensors:
            expand(self.graph, mul_mat(self.context, tensor, activations))
        self.buffers.append(allocate(self.context, backend))
        values = numpy.random.default_rng(2).standard_normal(WIDTH * columns, dtype=numpy.float32).tobytes()
        set_tensor(activations, values, 0, len(values))

    def seconds(self):
        begin = time.perf_counter()
        compute(self.backend, self.graph)
        return time.perf_counter() - begin

    def close(self):
        for buffer in self.buffers:
            free_buffer(buffer)
        free(self.weights)
        free(self.context)


def rate(backend, kind, phase):
    """Weight bytes per second while decoding, operations per second on prompts."""
    if phase == "decode":
        matrices = max(2, (256 << 20) // (ROWS * WIDTH // GGML_QUANT_SIZES[kind][0] * GGML_QUANT_SIZES[kind][1]))
        products = Products(backend, kind, matrices, 1)
    else:
        products = Products(backend, kind, 1, COLUMNS)
    products.seconds()
    seconds = statistics.median(products.seconds() for _ in range(5))
    products.close()
    if phase == "decode":
        return products.bytes * products.amount / seconds
    return 2.0 * ROWS * WIDTH * COLUMNS / seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/plimsoll")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--formats", nargs="*", default=["Q4_0", "Q4_K", "Q6_K", "Q8_0", "IQ4_NL", "F16", "BF16"])
    options = parser.parse_args()
    llama_cpp.llama_log_set(silence, P(0))
    backend = cpu_init()
    set_threads(backend, len(os.sched_getaffinity(0)))
    ratios = {}
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(options.pairs):
            document = json.loads(subprocess.run(
                [options.program, "bench", "--json"], env=dict(os.environ, XDG_CACHE_HOME=cache), check=True,
                capture_output=True).stdout)
            ours = {(k["quantization"], k["phase"]): k["bytes_per_second" if k["phase"] == "decode" else
                    "operations_per_second"]["median"] for k in document["cpu"]["kernels"]}
            for name in options.formats:
                for phase in ("decode", "prefill"):
                    theirs = rate(backend, getattr(Type, name), phase)
                    ratios.setdefault((name, phase), []).append((ours.get((name, phase), float("nan")), theirs))
    print("\n| format | phase | ours | llama.cpp | ratio |\n|---|---|--:|--:|--:|")
    for (name, phase), pairs in ratios.items():
        ours, theirs = (statistics.median(p[i] for p in pairs) / 1e9 for i in (0, 1))
        ratio = statistics.median(a / b for a, b in pairs)
        unit = "GB/s" if phase == "decode" else "GOP/s"
        print(f"| {name} | {phase} | {ours:.1f} {unit} | {theirs:.1f} {unit} | {ratio:.2f} |")


main()
