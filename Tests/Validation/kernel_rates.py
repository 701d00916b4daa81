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
# Matrices of a layer with experts, as small models have them, and how many a token uses.
EXPERT_WIDTH, EXPERT_ROWS, EXPERTS, USED = 2048, 1024, 16, 4


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
new_cube = declare(BASE, "ggml_new_tensor_3d", P, P, ctypes.c_int, I64, I64, I64)
mul_mat = declare(BASE, "ggml_mul_mat", P, P, P, P)
mul_mat_id = declare(BASE, "ggml_mul_mat_id", P, P, P, P, P)
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
REPACKED = {Type.Q4_0, Type.Q4_K, Type.IQ4_NL, Type.MXFP4}


@llama_cpp.llama_log_callback
def silence(level, text, data):
    """Takes the messages of every matrix that is repacked."""


class Graph:
    """A graph of products of weights in one format, which `build` makes of the weights in a context for what is no weight."""

    def __init__(self, backend, kind, weights, build):
        self.backend = backend
        self.weights = init(InitParameters(1 << 20, None, True))
        tensors = [new_cube(self.weights, int(kind), *dimensions) for dimensions in weights]
        self.buffers = [allocate_from(self.weights, repacked() if kind in REPACKED else plain())]
        elements, block = GGML_QUANT_SIZES[kind]
        self.bytes = [width * rows * number // elements * block for width, rows, number in weights]
        data = models.random_bytes(kind, max(self.bytes), numpy.random.default_rng(1))
        for tensor, count in zip(tensors, self.bytes):
            set_tensor(tensor, data, 0, count)
        self.context = init(InitParameters(1 << 20, None, True))
        self.graph = new_graph(self.context)
        results, values = build(self.context, tensors)
        for result in results:
            expand(self.graph, result)
        self.buffers.append(allocate(self.context, backend))
        for tensor, numbers in values:
            set_tensor(tensor, numbers.tobytes(), 0, numbers.nbytes)

    def seconds(self):
        begin = time.perf_counter()
        compute(self.backend, self.graph)
        return time.perf_counter() - begin

    def typical(self, statistic):
        """Seconds of one computation; gives the memory back."""
        self.seconds()
        seconds = statistic(self.seconds() for _ in range(5))
        for buffer in self.buffers:
            free_buffer(buffer)
        free(self.weights)
        free(self.context)
        return seconds


def normal(count):
    return numpy.random.default_rng(2).standard_normal(count, dtype=numpy.float32)


def products(columns):
    def build(context, tensors):
        activations = new_tensor(context, int(Type.F32), WIDTH, columns)
        return [mul_mat(context, tensor, activations) for tensor in tensors], [(activations, normal(WIDTH * columns))]
    return build


def expert_products(context, tensors):
    """Products of a prompt's tokens with the experts that each has, all as often chosen."""
    activations = new_cube(context, int(Type.F32), EXPERT_WIDTH, 1, COLUMNS)
    chosen = new_tensor(context, int(Type.I32), USED, COLUMNS)
    numbers = numpy.random.default_rng(3).permuted(numpy.tile(numpy.arange(EXPERTS, dtype=numpy.int32), (COLUMNS, 1)), axis=1)
    return ([mul_mat_id(context, tensor, activations, chosen) for tensor in tensors],
            [(activations, normal(EXPERT_WIDTH * COLUMNS)), (chosen, numpy.ascontiguousarray(numbers[:, :USED]))])


def rate(backend, kind, phase, statistic=statistics.median):
    """Weight bytes per second while decoding, operations per second on prompts."""
    elements, block = GGML_QUANT_SIZES[kind]
    if phase == "decode":
        matrices = max(2, (256 << 20) // (ROWS * WIDTH // elements * block))
        graph = Graph(backend, kind, [(WIDTH, ROWS, 1)] * matrices, products(1))
        return sum(graph.bytes) / graph.typical(statistic)
    if phase == "experts":
        graph = Graph(backend, kind, [(EXPERT_WIDTH, EXPERT_ROWS, EXPERTS)], expert_products)
        return 2.0 * EXPERT_WIDTH * EXPERT_ROWS * USED * COLUMNS / graph.typical(statistic)
    columns = COLUMNS if phase == "prefill" else int(phase)
    return 2.0 * ROWS * WIDTH * columns / Graph(backend, kind, [(WIDTH, ROWS, 1)], products(columns)).typical(statistic)


def one_thread(backend, options):
    set_threads(backend, 1)
    best = {}
    for _ in range(options.pairs):
        for name in options.formats:
            for phase in options.phases:
                best[name, phase] = max(best.get((name, phase), 0), rate(backend, getattr(Type, name), phase, statistic=min))
    print("\n| format | " + " | ".join(options.phases) + " |\n|---|" + "--:|" * len(options.phases))
    for name in options.formats:
        print(f"| {name} | " + " | ".join(f"{best[name, phase] / 1e9:.0f}" for phase in options.phases) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=".build/release/plimsoll")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--formats", nargs="*", default=[
        "Q4_0", "Q4_K", "Q6_K", "Q8_0", "IQ4_NL", "F16", "BF16", "Q5_K", "Q3_K", "Q2_K", "IQ4_XS", "Q4_1", "Q5_0", "Q5_1", "MXFP4"])
    parser.add_argument("--phases", nargs="*", default=["decode", "prefill", "experts"],
                        help="a number is that of the columns of a product")
    parser.add_argument("--one-thread", action="store_true",
                        help="llama.cpp alone, the fastest of all pairs: what others do on the machine hides less in it")
    options = parser.parse_args()
    llama_cpp.llama_log_set(silence, P(0))
    backend = cpu_init()
    if options.one_thread:
        return one_thread(backend, options)
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
                for phase in options.phases:
                    theirs = rate(backend, getattr(Type, name), phase)
                    ratios.setdefault((name, phase), []).append((ours.get((name, phase), float("nan")), theirs))
    print("\n| format | phase | ours | llama.cpp | ratio |\n|---|---|--:|--:|--:|")
    for (name, phase), pairs in ratios.items():
        ours, theirs = (statistics.median(p[i] for p in pairs) / 1e9 for i in (0, 1))
        ratio = statistics.median(a / b for a, b in pairs)
        unit = "GB/s" if phase == "decode" else "GOP/s"
        told = ["–", f"{theirs:.1f} {unit}", "–"] if ours != ours else [f"{ours:.1f} {unit}", f"{theirs:.1f} {unit}", f"{ratio:.2f}"]
        print(f"| {name} | {phase} | " + " | ".join(told) + " |")


if __name__ == "__main__":
    main()
