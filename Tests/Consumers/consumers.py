#!/usr/bin/env python3
"""Give what `plimsoll emit` writes to the programs that it is for.

Usage: consumers.py PROGRAM [--only NAME ...]

Run by `make consumers` in a virtual environment that has them. Environment: LLAMA_BIN, a folder with llama.cpp's programs,
AIDER, aider's program; what is not there is said and left out.
"""
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

import litellm_checks
import span_checks
from standins import StandIn

PROGRAM = sys.argv[1]
MACHINE = ["--gpu", "RTX 4090", "--ram", "64GiB", "--quiet"]
MODEL = ["qwen3:8b", "--quant", "Q4_K_M"]


class Missing(Exception):
    pass


def emit(format, folder, *more, model=(*MODEL, *MACHINE)):
    """Writes a format's files; the names of them."""
    os.makedirs(folder, exist_ok=True)
    subprocess.run([PROGRAM, "emit", format, *model, "--out", folder, "--force", *more], check=True,
                   stdout=subprocess.DEVNULL)
    return {name: os.path.join(root, name) for root, _, names in os.walk(folder) for name in names}


def run(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, **more)
    assert done.returncode == 0, f"{words}: {done.stdout[-800:]}{done.stderr[-800:]}"
    return done.stdout + done.stderr


def program(name):
    beside = os.path.join(os.path.dirname(sys.executable), name)
    found = beside if os.path.exists(beside) else shutil.which(name)
    if not found:
        raise Missing(name)
    return found


def module(path):
    spec = importlib.util.spec_from_file_location("emitted", path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def shells(folder):
    for format in ("llama-server", "llama-cli", "vllm", "sglang", "tgi", "lmstudio", "jan", "llamafile", "mlx"):
        for path in emit(format, os.path.join(folder, format)).values():
            run("sh", "-n", path)


def llama_cpp(folder):
    if "LLAMA_BIN" not in os.environ:
        raise Missing("LLAMA_BIN")
    lines = span_checks.words(emit("llama-rpc", folder, model=span_checks.MODEL)[f"{span_checks.HOSTS[0]}-llama-server.sh"])
    # It asks the servers for their devices while it reads the option.
    at = lines.index("--rpc")
    assert "--ctx-size" in run(os.environ["LLAMA_BIN"] + "/llama-server", *lines[1:at], *lines[at + 2:], "--help")
    for name in ("llama-server", "llama-cli"):
        text = open(emit(name, folder)[name + ".sh"]).read()
        text = text.replace(f"exec {name}", f"exec {os.environ['LLAMA_BIN']}/{name}").rstrip() + " --help\n"
        assert "--ctx-size" in run("sh", "-c", text)


def litellm(pattern):
    def check(folder):
        program("litellm")
        proxy = litellm_checks.Proxy(emit, folder, pattern)
        try:
            litellm_checks.PATTERNS[pattern](proxy)
        finally:
            proxy.close()
    return check


def langchain(folder):
    made = module(emit("langchain", folder)["plimsoll_langchain.py"])
    best, other = StandIn("from best"), StandIn("from another")
    for index, entry in enumerate(made.CONFIG["models"]):
        entry["base_url"] = f"http://127.0.0.1:{(other if index else best).port}/v1"
    assert made.router().invoke("hello").content == "from best"
    best.mode = "fail"
    assert made.router().invoke("hello").content == "from another"
    made.CONFIG["embedding"]["base_url"] = f"http://127.0.0.1:{other.port}/v1"
    assert made.embedding().embed_query("hello") == [0.1, 0.2]


def llamaindex(folder):
    made = module(emit("llamaindex", folder)["plimsoll_llamaindex.py"])
    best, other = StandIn("from best"), StandIn("from another")
    for index, entry in enumerate(made.CONFIG["models"]):
        entry["base_url"] = f"http://127.0.0.1:{(other if index else best).port}/v1"
    assert made.complete("hello").text == "from best"
    best.mode = "fail"
    assert made.complete("hello").text == "from another"
    made.CONFIG["embedding"]["base_url"] = f"http://127.0.0.1:{other.port}/v1"
    assert made.embedding().get_text_embedding("hello") == [0.1, 0.2]


def aider(folder):
    emit("aider", folder)
    run("git", "init", "-q", folder)
    standin = StandIn("from the stand-in")
    path = os.path.join(folder, ".aider.conf.yml")
    text = open(path).read().replace("127.0.0.1:8080", f"127.0.0.1:{standin.port}")
    open(path, "w").write(text)
    words = [os.environ.get("AIDER") or program("aider"), "--config", path, "--yes-always", "--no-git", "--no-stream",
             "--no-show-release-notes", "--message", "hello"]
    found = run(*words, cwd=folder, env=dict(os.environ, OPENAI_API_KEY="none", HOME=folder))
    assert "openai/qwen3-8b" in found and "from the stand-in" in found, found


def ansible(folder):
    emit("ansible", folder)
    found = run(program("ansible"), "localhost", "-m", "setup", "-a", f"fact_path={folder} filter=ansible_local",
                env=dict(os.environ, HOME=folder, ANSIBLE_LOCALHOST_WARNING="False"))
    facts = json.loads(found[found.index("{"):found.rindex("}") + 1])["ansible_facts"]["ansible_local"]["plimsoll"]
    assert facts["model"] == "qwen3-8b" and facts["command"].startswith("llama-server ")


def systemd(folder):
    files = emit("systemd", folder)
    path = next(path for name, path in files.items() if name.endswith(".service"))
    text = open(path).read().replace("/usr/local/bin/llama-server", "/bin/true")
    open(path, "w").write(text)
    assert not run(program("systemd-analyze"), "verify", path).strip()


def ollama(folder):
    files = emit("ollama", folder)
    words = {"FROM", "PARAMETER", "TEMPLATE", "SYSTEM", "ADAPTER", "LICENSE", "MESSAGE", "REQUIRES"}
    lines = [line for line in open(files["Modelfile"]) if line.strip() and not line.startswith("#")]
    assert lines[0].startswith("FROM ") and all(line.split()[0] in words for line in lines)
    run("sh", "-eu", files["ollama.env.sh"])
    compose(files["compose.yaml"])


def compose(path):
    docker = program("docker")
    if subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        tree = yaml.safe_load(open(path))
        assert all({"image", "ports"} <= set(service) for service in tree["services"].values())
        return
    run(docker, "compose", "-f", path, "config", "-q", env=dict(os.environ, WEBUI_SECRET_KEY="x"))


def composes(folder):
    for format in ("docker-compose", "open-webui"):
        compose(emit(format, os.path.join(folder, format))["compose.yaml"])


def kubernetes(folder):
    import kubernetes_validate
    with open(emit("kubernetes", folder)["kubernetes.yaml"]) as file:
        objects = [tree for tree in yaml.safe_load_all(file) if tree]
    assert [tree["kind"] for tree in objects] == ["PersistentVolumeClaim", "Deployment", "Service"]
    with open(emit("dra", folder)["resource-claim.yaml"]) as file:
        objects.append(yaml.safe_load(file))
    assert objects[-1]["kind"] == "ResourceClaimTemplate"
    for tree in objects:
        kubernetes_validate.validate(tree, kubernetes_validate.latest_version(), strict=True)


def ray_serve(folder):
    from ray.serve.schema import ServeDeploySchema
    tree = yaml.safe_load(open(emit("ray-serve", folder)["serve.yaml"]))
    schema = ServeDeploySchema(**tree)
    assert schema.applications[0].import_path == "ray.serve.llm:build_openai_app"


def ray(folder):
    program("ray")
    if os.geteuid() != 0 or not shutil.which("ip"):
        raise Missing("root, or ip")
    span_checks.ray(emit("ray", folder, model=span_checks.MODEL), folder)


def leader_worker_set(folder):
    span_checks.leader_worker_set(emit("leaderworkerset", folder, model=span_checks.MODEL))


def prometheus(folder):
    from prometheus_client.parser import text_string_to_metric_families
    families = list(text_string_to_metric_families(open(emit("prometheus", folder)["plimsoll.prom"]).read()))
    assert len(families) == 5 and all(family.documentation and family.samples for family in families)


def mlflow(folder):
    import mlflow as client
    document = json.load(open(emit("mlflow", folder)["plimsoll-mlflow.json"]))
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    client.set_tracking_uri("file://" + folder)
    client.set_experiment("plimsoll")
    with client.start_run() as made:
        client.log_params(document["params"])
        client.log_metrics(document["metrics"])
        client.set_tags(document["tags"])
    data = client.get_run(made.info.run_id).data
    assert data.params["model"] == "qwen3-8b" and data.metrics == document["metrics"]


def shapes(folder):
    """What has no consumer here: it is read, and has the keys that its documentation requires."""
    def tree(format, name):
        text = open(emit(format, os.path.join(folder, format))[name]).read()
        if name.endswith((".yaml", ".yml")):
            return yaml.safe_load(text)
        return json.loads("\n".join(line for line in text.splitlines() if not line.startswith("//")))
    found = tree("continue", "config.yaml")
    assert {"name", "version", "schema", "models"} == set(found) and all(
        {"name", "provider", "model"} <= set(model) for model in found["models"])
    assert "openai_compatible" in tree("zed", "settings.json")["language_models"]
    assert tree("cline", "cline-settings.json")["openAiBaseUrl"].startswith("http://")
    assert tree("openrouter", "openrouter-preset.json")["provider"]["data_collection"] == "deny"
    assert tree("localai", "qwen3-8b.yaml")["parameters"]["model"].endswith(".gguf")
    assert tree("grafana", "dashboard.json")["panels"][0]["targets"]
    row = json.loads(open(emit("braintrust", folder)["plimsoll-dataset.jsonl"]).read())
    assert {"input", "expected", "metadata"} <= set(row)
    for format, name, kind in (("kserve", "inference-service.yaml", "InferenceService"),
                               ("kaito", "workspace.yaml", "Workspace")):
        assert tree(format, name)["kind"] == kind
    features = open(emit("nfd", os.path.join(folder, "nfd"))["plimsoll"]).read()
    labels = dict(line.split("=", 1) for line in features.splitlines() if not line.startswith("#"))
    # A feature file has 64 KiB at most, and its lines become labels.
    allowed = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
    assert len(features) < 65536 and all(allowed.fullmatch(text) for pair in labels.items() for text in pair)
    assert {"plimsoll-model", "plimsoll-memory-gib", "plimsoll-accelerator-gb-per-second", "plimsoll-best-coding"} <= set(labels)
    assert not any(line.startswith("# +") for line in features.splitlines())


CHECKS = {
    "shells": shells, "llama.cpp": llama_cpp, "ollama": ollama, "langchain": langchain, "llamaindex": llamaindex,
    "aider": aider, "ansible": ansible, "systemd": systemd, "compose": composes, "kubernetes": kubernetes,
    "ray-serve": ray_serve, "ray": ray, "leaderworkerset": leader_worker_set, "prometheus": prometheus, "mlflow": mlflow, "shapes": shapes,
    **{f"litellm {pattern}": litellm(pattern) for pattern in litellm_checks.PATTERNS},
}


def main():
    wanted = sys.argv[sys.argv.index("--only") + 1:] if "--only" in sys.argv else list(CHECKS)
    failed = []
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            try:
                CHECKS[name](folder)
                print(f"ok       {name}", flush=True)
            except (Missing, ImportError) as missing:
                print(f"left out {name}: no {missing}", flush=True)
            except Exception as error:
                failed.append(name)
                print(f"FAILED   {name}: {type(error).__name__}: {error}", flush=True)
                log = os.path.join(folder, "proxy.log")
                if os.path.exists(log):
                    print(open(log).read()[-3000:])
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
