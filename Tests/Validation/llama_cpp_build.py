"""Builds llama.cpp from the source that PyPI has with llama-cpp-python: the library, or the server."""

import os
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

SOURCE = "llama-cpp-python==0.3.36"
# A native build may pick an AMX path that crashes on virtual machines: the options are named one by one.
CMAKE_OPTIONS = {"avx512f": "GGML_AVX512", "avx512_vnni": "GGML_AVX512_VNNI", "avx512_bf16": "GGML_AVX512_BF16",
                 "avx512vbmi": "GGML_AVX512_VBMI", "avx_vnni": "GGML_AVX_VNNI", "avx2": "GGML_AVX2", "fma": "GGML_FMA",
                 "f16c": "GGML_F16C", "bmi2": "GGML_BMI2", "avx": "GGML_AVX", "sse4_2": "GGML_SSE42"}


def cmake_options():
    """What llama.cpp is built with: on x86-64 all that this processor has but AMX, elsewhere what the compiler finds."""
    if platform.machine() not in ("x86_64", "amd64"):
        return []
    flags = Path("/proc/cpuinfo").read_text().split("flags", 1)[-1].split("\n", 1)[0].split()
    options = ["-DGGML_NATIVE=OFF", "-DGGML_AMX_TILE=OFF", "-DGGML_AMX_INT8=OFF", "-DGGML_AMX_BF16=OFF"]
    return options + [f"-D{option}={'ON' if flag in flags else 'OFF'}" for flag, option in CMAKE_OPTIONS.items()]


def server(python, folder):
    """A llama-server of the same source, built below the folder where it is not there yet."""
    program = folder / "build" / "bin" / "llama-server"
    if program.exists():
        return str(program)
    print("building llama-server, which takes some minutes …", file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "llama-cpp-python", SOURCE, "-d", folder],
                   check=True)
    with tarfile.open(next(folder.glob("llama_cpp_python-*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    source = next(folder.glob("llama_cpp_python-*/vendor/llama.cpp"))
    subprocess.run(["cmake", "-S", source, "-B", folder / "build", "-DCMAKE_BUILD_TYPE=Release", "-DLLAMA_CURL=OFF",
                    "-DLLAMA_BUILD_TESTS=OFF", "-DLLAMA_BUILD_EXAMPLES=OFF", *cmake_options()], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", folder / "build", "--target", "llama-server", f"-j{len(os.sched_getaffinity(0))}"],
                   check=True, stdout=subprocess.DEVNULL)
    return str(program)
