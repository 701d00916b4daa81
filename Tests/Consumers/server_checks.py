#!/usr/bin/env python3
"""Give `plimsoll serve` to what checks and attacks servers.

Usage: server_checks.py PROGRAM [--malformed N] [--connections N] [--examples N]

openapi-spec-validator reads the description, schemathesis asks what it describes and what it does not, then come malformed
requests and half-open connections; the server must go on answering and may not grow by more than 100 MB.
"""
import argparse
import concurrent.futures
import json
import os
import random
import resource
import socket
import subprocess
import sys
import time
import urllib.request

from openapi_spec_validator import validate

arguments = argparse.ArgumentParser()
arguments.add_argument("program")
arguments.add_argument("--malformed", type=int, default=100_000)
arguments.add_argument("--connections", type=int, default=10_000)
arguments.add_argument("--examples", type=int, default=20)
options = arguments.parse_args()


class Server:
    def __init__(self):
        self.process = subprocess.Popen([options.program, "serve", "--port", "0", "--no-bench", "--json"],
                                        stdout=subprocess.PIPE, text=True)
        told = json.loads(self.process.stdout.readline())
        self.address = told["address"]
        self.host = self.address.split("//")[1]
        self.place = ("127.0.0.1", int(self.host.split(":")[1]))

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            return answer.read()

    def resident(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def check(self, what, before):
        start = time.monotonic()
        assert json.loads(self.get("/api/v1/hardware"))["schema"] == "plimsoll.hardware/1"
        grown = self.resident() - before
        print(f"{what}: answered after {1000 * (time.monotonic() - start):.0f} ms, {grown / 1e6:+.1f} MB", flush=True)
        assert grown < 100e6, "the server has grown"


def schemathesis(server):
    beside = os.path.join(os.path.dirname(sys.executable), "schemathesis")
    # What is well formed may still name no model or GPU, and slow plans are asked too.
    done = subprocess.run(
        [beside, "run", server.address + "/api/v1/openapi.json", "--checks",
         "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
         "--max-examples", str(options.examples), "--exclude-path-regex", "pull|bench", "--request-timeout", "60",
         "--seed", "1", "--no-color"], capture_output=True, text=True)
    print(done.stdout[-3000:] if done.returncode else "schemathesis: " + done.stdout.strip().splitlines()[-1], flush=True)
    assert done.returncode == 0, done.stderr


def malformed(place, host, seed, count):
    generator = random.Random(seed)
    sound = [
        f"GET /api/v1/fit?model=qwen3:8b HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(),
        f"POST /api/v1/fit HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n"
        f'{{"model": "qwen3:8b"}}'.encode(),
        f"GET /api/v1/recommend?use-case=coding HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n".encode(),
    ]
    for _ in range(count):
        bytes_ = bytearray(generator.choice(sound))
        for _ in range(generator.randint(1, 12)):
            place_ = generator.randrange(len(bytes_))
            change = generator.randrange(4)
            if change == 0:
                bytes_[place_] = generator.randrange(256)
            elif change == 1:
                del bytes_[place_:place_ + generator.randint(1, 8)]
            elif change == 2:
                bytes_[place_:place_] = bytes(generator.randrange(256) for _ in range(generator.randint(1, 16)))
            else:
                bytes_[place_:place_] = bytes_[:generator.randint(1, len(bytes_))]
            if not bytes_:
                bytes_ = bytearray(b"\0")
        try:
            with socket.create_connection(place, timeout=5) as connection:
                connection.sendall(bytes_[:60_000])
                connection.shutdown(socket.SHUT_WR)
                # What is incomplete is answered late, and nobody here waits for it.
                connection.settimeout(0.01)
                connection.recv(1 << 14)
        except OSError:
            pass


def half_open(server, count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(count, hard - 256)
    before = server.resident()
    held = []
    for number in range(count):
        connection = socket.create_connection(server.place, timeout=10)
        connection.sendall([b"", b"GET", b"GET /api/v1/fit?model=x HTTP/1.1\r\nHost: 127"][number % 3])
        held.append(connection)
    server.check(f"{count} half-open connections", before)
    for connection in held:
        connection.close()


server = Server()
try:
    validate(json.loads(server.get("/api/v1/openapi.json")))
    print("openapi-spec-validator: sound", flush=True)
    schemathesis(server)
    before = server.resident()
    parts = 4
    with concurrent.futures.ProcessPoolExecutor(parts) as pool:
        list(pool.map(malformed, [server.place] * parts, [server.host] * parts, range(parts),
                      [options.malformed // parts] * parts))
    server.check(f"{options.malformed} malformed requests", before)
    half_open(server, options.connections)
finally:
    server.process.terminate()
    assert server.process.wait(20) == 143, server.process.returncode
