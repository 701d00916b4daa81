#!/usr/bin/env python3
"""Measures llama.cpp over two hosts: two `rpc-server`s in network namespaces behind shaped links, and a llama-server.

Each server has a namespace of its own; a wire joins it to the head, whose rate `tc tbf` sets in both directions and whose
delay `link_delay.c` adds (`tc netem` where a kernel lacks it). For each model and link a llama-server on the head puts the
layers on both, reads a prompt and writes answers. What it says of its buffers and times, and the resident size of each
process, are kept as lines of JSON, beside a llama-server without links and `plimsoll bench` of the same minutes.

Takes root, iproute2, gcc, and the programs of a llama.cpp that is built with GGML_RPC=ON.
"""

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
BUFFER = re.compile(r"(\S+(?:\[\S+\])?) +(model|KV|RS|compute|output) buffer size = *([0-9.]+) MiB")
PORT, RPC_PORT = 18500, 50052
SERVERS = ["10.78.1.2", "10.78.2.2"]
# Six tokens of the vocabulary that models.py writes.
PIECE = "the ship that came from north "


def run(*words):
    subprocess.run(words, check=True)


def inside(space, *words, **options):
    return subprocess.Popen(["ip", "netns", "exec", space, *words], **options)


def first(*words):
    """A program that goes before what else the machine does, so that short runs are of use on a shared one."""
    return ["nice", "-n", "-10", *map(str, words)]


@contextlib.contextmanager
def network(relay, delay, rate):
    """Namespaces `head`, `host1` and `host2`, and a wire from the head to each of the others."""
    relays = []
    spaces = ["head", "host1", "host2"]
    try:
        for space in spaces:
            run("ip", "netns", "add", space)
            run("ip", "-n", space, "link", "set", "lo", "up")
        for number, space in enumerate(spaces[1:], 1):
            process = subprocess.Popen([*first(relay), "head", space, str(delay)], stdout=subprocess.PIPE)
            relays.append(process)
            process.stdout.readline()
            run("ip", "-n", "head", "link", "set", "wire", "name", f"wire{number}")
            for owner, device, last in (("head", f"wire{number}", 1), (space, "wire", 2)):
                run("ip", "-n", owner, "addr", "add", f"10.78.{number}.{last}/24", "dev", device)
                run("ip", "-n", owner, "link", "set", device, "up")
                run("ip", "netns", "exec", owner, "tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", rate,
                    "burst", "256kb", "latency", "100ms")
        yield
    finally:
        for process in relays:
            process.kill()
            process.wait()
        for space in spaces:
            subprocess.run(["ip", "netns", "del", space], check=False)


ECHO = """
import socket
server = socket.create_server(("{address}", 9000))
print("ready", flush=True)
peer, _ = server.accept()
peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
while (text := peer.recv(64)):
    peer.sendall(text)
"""
PING = """
import socket, time
peer = socket.create_connection(("{address}", 9000))
peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
times = []
for _ in range(200):
    start = time.perf_counter()
    peer.sendall(b"x")
    peer.recv(64)
    times.append(time.perf_counter() - start)
print(sorted(times)[100])
"""


def round_trip():
    """Seconds that a byte and its answer take from the head to the first host, as a program sees them."""
    echo = inside("host1", sys.executable, "-c", ECHO.format(address=SERVERS[0]), stdout=subprocess.PIPE)
    echo.stdout.readline()
    ping = inside("head", sys.executable, "-c", PING.format(address=SERVERS[0]), stdout=subprocess.PIPE)
    seconds = float(ping.communicate()[0])
    echo.wait()
    return seconds


def fetch(space, path, body=None):
    """A request to the llama-server in a namespace."""
    script = ("import sys, urllib.request as u; data = sys.stdin.buffer.read() or None; "
              f"sys.stdout.buffer.write(u.urlopen('http://127.0.0.1:{PORT}{path}', data, timeout=900).read())")
    process = inside(space, sys.executable, "-c", script, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                     stderr=subprocess.DEVNULL)
    out, _ = process.communicate(json.dumps(body).encode() if body else b"")
    return json.loads(out) if process.returncode == 0 else None


def memory(process):
    """Resident and private bytes of a process."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
    return {"resident": int(fields["VmRSS"].split()[0]) << 10, "private": int(fields["RssAnon"].split()[0]) << 10}


def busy():
    """Seconds that the processors have worked since the start."""
    fields = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def serve(options, model, words, work, servers=()):
    """What a llama-server on the head says and takes, and the servers that it uses meanwhile."""
    log = work / "server.log"
    command = [options.bin / "llama-server", "-m", options.models / f"{model}.gguf", "-c", str(options.context), "-np", "1",
               "-fa", "on", "-t", str(options.threads), "--cache-ram", "0", "--fit", "off", "--port", str(PORT), "-lv", "4",
               *words]
    with open(log, "wb") as output:
        process = inside("head", *first(*command), stdout=output, stderr=subprocess.STDOUT)
    try:
        while (fetch("head", "/health") or {}).get("status") != "ok":
            if process.poll() is not None:
                raise SystemExit(log.read_text()[-3000:])
            time.sleep(0.3)
        # A prompt that fills the context: pages that nobody has written take no memory.
        fetch("head", "/completion", {"prompt": PIECE * (options.context // 7), "n_predict": 1, "cache_prompt": False})
        turns, shares = [], []
        for _ in range(options.turns):
            start, before = time.monotonic(), busy()
            body = {"prompt": PIECE * (options.prompt // 6), "n_predict": options.generate,
                    "ignore_eos": True, "cache_prompt": False, "temperature": 0}
            turns.append(fetch("head", "/completion", body)["timings"])
            shares.append((busy() - before) / (time.monotonic() - start))
        buffers = [[device, kind, float(size)] for device, kind, size in BUFFER.findall(log.read_text(errors="replace"))]
        return {"prefill": [turn["prompt_per_second"] for turn in turns], "prompt": turns[0]["prompt_n"],
                "decode": [turn["predicted_per_second"] for turn in turns], "busy": shares,
                "buffers": buffers, "memory": memory(process), "servers": [memory(server) for server in servers]}
    finally:
        stop(process)


def measure(options, model, delay, rate, work):
    with network(work / "link_delay", delay, rate):
        trip = round_trip()
        servers = []
        try:
            for number, address in enumerate(SERVERS, 1):
                with open(work / f"rpc{number}.log", "wb") as output:
                    servers.append(inside(f"host{number}", *first(options.rpc_server, "-H", address, "-p", RPC_PORT, "-t",
                                                                  options.threads),
                                          stdout=output, stderr=subprocess.STDOUT))
            time.sleep(1)
            empty = [memory(server) for server in servers]
            words = ["-ngl", "99", "--rpc", ",".join(f"{address}:{RPC_PORT}" for address in SERVERS)]
            if options.tensor_split:
                words += ["--tensor-split", options.tensor_split]
            found = {"model": model, "rate": rate, "delay_us": delay, "round_trip_seconds": trip, "empty": empty,
                     **serve(options, model, words, work, servers)}
            return found
        finally:
            for server in servers:
                stop(server)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/plimsoll")
    parser.add_argument("--bin", type=Path, required=True, help="the folder of llama-server")
    parser.add_argument("--rpc-server", help="rpc-server, also called ggml-rpc-server. Default: the one beside it")
    parser.add_argument("--models", type=Path, default=Path(".build/links"), help="for MODEL.gguf, written where absent")
    parser.add_argument("--names", nargs="*", default=["qwen3-0.6b", "llama-3.2-1b", "granite-3.1-1b-a400m"])
    parser.add_argument("--links", nargs="*", default=["1gbit,100", "1gbit,1000", "10gbit,100", "10gbit,1000"],
                        help="rates, and microseconds in each direction")
    parser.add_argument("--context", type=int, default=1024)
    parser.add_argument("--prompt", type=int, default=60)
    parser.add_argument("--generate", type=int, default=32)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tensor-split")
    parser.add_argument("--out", type=Path, default=Path(".build/links.jsonl"))
    options = parser.parse_args()
    work = Path(".build/links").absolute()
    work.mkdir(parents=True, exist_ok=True)
    options.rpc_server = options.rpc_server or options.bin / "ggml-rpc-server"
    for model in options.names:
        path = options.models / f"{model}.gguf"
        if not path.exists():
            import models
            models.write(str(path), model, "Q4_K_M", has_tokens=True)
    run("gcc", "-O2", "-Wall", "-o", work / "link_delay", HERE / "link_delay.c")
    with open(options.out, "a") as out:
        for model in options.names:
            bench = first("taskset", "-c", f"0-{options.threads - 1}", options.program, "bench", "--json")
            bench = json.loads(subprocess.run(bench, check=True, capture_output=True).stdout)
            with network(work / "link_delay", 0, "10gbit"):
                alone = serve(options, model, [], work)
            rows = [{"model": model, "rate": None, "bench": bench, **alone}]
            for link in options.links:
                rate, delay = link.split(",")
                rows.append(measure(options, model, int(delay), rate, work))
            for row in rows:
                out.write(json.dumps(row) + "\n")
                print(row["model"], row["rate"], row.get("delay_us"), "trip", row.get("round_trip_seconds"), "decode",
                      [round(value, 1) for value in row["decode"]], "prefill", [round(value) for value in row["prefill"]],
                      "busy", [round(value, 2) for value in row["busy"]], flush=True)
            out.flush()


if __name__ == "__main__":
    main()
