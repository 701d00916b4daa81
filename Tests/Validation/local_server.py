"""Talks to a llama-server that a script started on this machine."""

import json
import time
import urllib.request
from pathlib import Path


class LocalServer:
    """A server of one's own on a port of the loopback."""

    def __init__(self, port):
        self.port = port

    def fetch(self, path, body=None, timeout=600):
        data = json.dumps(body).encode() if body is not None else None
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.port}{path}", data, timeout=timeout) as answer:
            return json.loads(answer.read())

    def answers(self, process, seconds=120):
        """Whether it came up before its process ended and the time was over."""
        end = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < end:
            try:
                if self.fetch("/health", timeout=5)["status"] == "ok":
                    return True
            except (OSError, ValueError, KeyError):
                pass
            time.sleep(0.05)
        return False


def memory(process):
    """Bytes that the kernel counts of a process, by the names of /proc/PID/status."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if ":" in line)
    return {name: int(fields[name].split()[0]) << 10 for name in ("VmRSS", "RssAnon", "RssFile", "RssShmem")}
