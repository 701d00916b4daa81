"""Real requests through LiteLLM's proxy with the files of `plimsoll emit litellm`."""
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from standins import StandIn

KEY = "sk-check"


class Proxy:
    """LiteLLM's proxy with a pattern's files, local tiers and hosted models at stand-ins."""

    def __init__(self, emit, folder, pattern):
        self.best, self.fast, self.cloud = StandIn("from best"), StandIn("from fast"), StandIn("from cloud")
        self.presidio = StandIn("")
        emit("litellm", folder, "--pattern", pattern, "--api", "gpt-4o-mini")
        path = os.path.join(folder, "litellm.yaml")
        text = open(path).read()
        assert "127.0.0.1:8080" in text and " sk-" not in text
        text = text.replace("127.0.0.1:8080", f"127.0.0.1:{self.best.port}").replace(
            "127.0.0.1:8081", f"127.0.0.1:{self.fast.port}")
        if pattern == "tiered":
            text += "include: [pii-guardrail.yaml]\n"
        open(path, "w").write(text)
        presidio = f"http://127.0.0.1:{self.presidio.port}"
        environment = dict(
            os.environ, LITELLM_MASTER_KEY=KEY, OPENAI_API_KEY="unused", LITELLM_LOCAL_MODEL_COST_MAP="True",
            OPENAI_API_BASE=f"http://127.0.0.1:{self.cloud.port}/v1", PRESIDIO_ANALYZER_API_BASE=presidio,
            PRESIDIO_ANONYMIZER_API_BASE=presidio)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = open(os.path.join(folder, "proxy.log"), "w")
        self.process = subprocess.Popen(
            [os.path.join(os.path.dirname(sys.executable), "litellm"), "--config", path, "--host", "127.0.0.1",
             "--port", str(self.port)], env=environment, cwd=folder, stdout=self.log, stderr=self.log)
        # It takes a minute of processor time to start.
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/liveliness", timeout=5)
                return
            except OSError:
                assert self.process.poll() is None, f"the proxy ended: {folder}/proxy.log"
                time.sleep(1)
        self.close()
        raise AssertionError("the proxy does not answer")

    def ask(self, model="assistant", stream=False, **more):
        """The text of the answer, or the status of a failure."""
        body = {"model": model, "messages": [{"role": "user", "content": "hello"}], "stream": stream, **more}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/v1/chat/completions", json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": "Bearer " + KEY})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code
        if not stream:
            return json.loads(text)["choices"][0]["message"]["content"]
        lines = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
        return "".join(line["choices"][0]["delta"].get("content") or "" for line in lines)

    def close(self):
        self.process.terminate()
        self.process.wait(20)


def tiered(proxy):
    assert proxy.ask() == "from best"
    assert proxy.presidio.asked, "nothing was looked at for personal data"
    assert proxy.ask("local-fast") == "from fast" and proxy.ask("cloud") == "from cloud"
    proxy.best.mode = "stall"
    start = time.time()
    found = proxy.ask(stream=True)
    assert found in ("from fast", "from cloud"), found
    assert time.time() - start < 30
    proxy.fast.mode = proxy.best.mode = "fail"
    assert proxy.ask() == "from cloud"


def fallback(proxy):
    proxy.best.mode = "fail"
    assert proxy.ask() == "from fast"
    proxy.fast.mode = "fail"
    assert proxy.ask() == "from cloud"


def privacy(proxy):
    assert proxy.ask(metadata={"tags": ["private"]}) == "from best"
    assert proxy.ask() == "from best"
    assert proxy.ask(metadata={"tags": ["public"]}) == "from cloud"
    proxy.best.mode, asked = "fail", len(proxy.cloud.asked)
    # What is private fails rather than leave.
    assert isinstance(proxy.ask(metadata={"tags": ["private"]}), int)
    assert isinstance(proxy.ask(), int)
    assert len(proxy.cloud.asked) == asked, "a private request left"


def cascade(proxy):
    assert proxy.ask() == "from best" and not proxy.cloud.asked
    proxy.best.text = "I don't know."
    assert proxy.ask() == "from cloud"


def speculative(proxy):
    proxy.cloud.text = "SAME"
    assert proxy.ask() == "from fast"
    assert proxy.cloud.asked[0]["messages"][1]["content"] == "from fast"
    proxy.cloud.text = "a better answer"
    assert proxy.ask() == "a better answer"


PATTERNS = {"tiered": tiered, "fallback-chain": fallback, "privacy-split": privacy, "cascade": cascade,
            "speculative": speculative}
