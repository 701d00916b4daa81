#!/usr/bin/env python3
"""Time plimsoll's commands with hyperfine and print the tables of docs/performance.md.

Usage: command_times.py PLIMSOLL_BINARY [--runs N]

Warm, with the benchmark cached (a first `scan` sees to it). Processor time is user and system time together, of child
processes too; its ratio to that of a loop in Python, timed in the same run, is what machines can be compared by.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

LOOP = ["python3", "-c", "sum(i*i for i in range(1000000))"]
COMMANDS = [
    "scan", "recommend", "recommend --use-case all", "fit qwen3-8b", "hardware",
    "recommend --gpu 'RTX 3060 12GB' --ram 32GiB", "plan qwen3:32b", "catalog list", "--version",
]
# Those whose time depends on whether a graphics driver starts.
LIVE = ["scan", "recommend", "fit qwen3-8b", "hardware"]


def times(binary, commands, runs, environment):
    """Results of hyperfine, the loop's first."""
    loop = f"{LOOP[0]} {LOOP[1]} '{LOOP[2]}'"
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        # A command may end with 3: answered, and nothing passes.
        subprocess.run(
            ["hyperfine", "-N", "-i", "-w", "5", "-r", str(runs), "--style", "none", "--export-json", file.name, loop,
             *(f"{binary} {command}" for command in commands)],
            check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
        return json.load(open(file.name))["results"]


def table(title, binary, commands, runs, environment):
    loop, *rows = times(binary, commands, runs, environment)
    reference = loop["user"] + loop["system"]
    print(f"\n{title}: the loop takes {reference * 1000:.1f} ms of a processor.\n")
    print("| command | median | fastest | processor time | to the loop's |\n|---|--:|--:|--:|--:|")
    for command, row in zip(commands, rows):
        if set(row["exit_codes"]) - {0, 3}:
            sys.exit(f"plimsoll {command} failed: exit codes {sorted(set(row['exit_codes']))}")
        processor = row["user"] + row["system"]
        print(f"| `plimsoll {command}` | {row['median'] * 1000:.1f} ms | {row['min'] * 1000:.1f} ms "
              f"| {processor * 1000:.1f} ms | {processor / reference:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--runs", type=int, default=40)
    options = parser.parse_args()
    subprocess.run([options.binary, "scan"], check=False, stdout=subprocess.DEVNULL)
    table("As the machine is", options.binary, COMMANDS, options.runs, {})
    table("Without a Vulkan driver", options.binary, LIVE, options.runs, {"VK_DRIVER_FILES": "/nonexistent"})


if __name__ == "__main__":
    main()
