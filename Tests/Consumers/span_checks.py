"""Give what `plimsoll emit` writes for several hosts to Ray and to Kubernetes' own schemas."""
import contextlib
import json
import os
import shlex
import subprocess
import sys

import yaml

HOSTS = ["10.79.0.1", "10.79.0.2"]
SPACES = ["plimsoll-ray-1", "plimsoll-ray-2"]
MODEL = ["llama-3.3-70b-instruct", "--gpu", "2xRTX 4090", "--ram", "128GiB", "--quiet", "--hosts", ",".join(HOSTS)]

ACCEPT = """
import json, sys
import ray
from ray.util import placement_group, placement_group_table
ray.init(address=sys.argv[2], _node_ip_address=sys.argv[2].split(":")[0], logging_level="ERROR", log_to_driver=False)
asked = json.load(open(sys.argv[1]))
group = placement_group(asked["bundles"], strategy=asked["strategy"])
ray.get(group.ready(), timeout=120)
nodes = placement_group_table(group)["bundles_to_node_id"]
print(json.dumps([nodes[key] for key in sorted(nodes)]))
"""


def words(path):
    """The one command of a script that was emitted."""
    text = open(path).read().replace("\\\n", " ")
    return shlex.split(next(line for line in text.splitlines() if line.startswith("exec ")))[1:]


@contextlib.contextmanager
def network():
    """Two namespaces with a cable between."""
    def ip(*arguments):
        subprocess.run(["ip", *arguments], check=True, capture_output=True)
    try:
        for space in SPACES:
            ip("netns", "add", space)
            ip("-n", space, "link", "set", "lo", "up")
        ip("link", "add", "ray1", "netns", SPACES[0], "type", "veth", "peer", "name", "ray2", "netns", SPACES[1])
        for number, (space, host) in enumerate(zip(SPACES, HOSTS), 1):
            ip("-n", space, "addr", "add", f"{host}/24", "dev", f"ray{number}")
            ip("-n", space, "link", "set", f"ray{number}", "up")
        yield
    finally:
        for space in SPACES:
            subprocess.run(["ip", "netns", "del", space], capture_output=True)


def ray(files, folder):
    """Each host's Ray is started by its own line, in a namespace, and then takes the placement group that vLLM asks for."""
    beside = os.path.dirname(sys.executable)
    environment = {**os.environ, "PATH": beside + ":" + os.environ["PATH"], "RAY_DISABLE_IMPORT_WARNING": "1",
                   "RAY_TMPDIR": folder, "RAY_USAGE_STATS_ENABLED": "0"}
    serve = words(files[f"{HOSTS[0]}-vllm.sh"])
    cards = 1
    for flag in ("--tensor-parallel-size", "--pipeline-parallel-size"):
        if flag in serve:
            cards *= int(serve[serve.index(flag) + 1])
    asked = json.load(open(files["placement_group.json"]))
    assert sum(bundle["GPU"] for bundle in asked["bundles"]) == cards, (asked, serve)
    started = []
    with network():
        try:
            for space, host in zip(SPACES, HOSTS):
                line = words(files[f"{host}-ray.sh"])
                # In the foreground, so that what was started can be ended; small stores are enough here.
                more = ["--block", "--num-cpus=1", "--object-store-memory=80000000", "--include-dashboard=false"]
                if "--head" not in line:
                    more.remove("--include-dashboard=false")
                    more.append(f"--node-ip-address={host}")
                with open(os.path.join(folder, f"{space}.log"), "wb") as log:
                    started.append(subprocess.Popen(["ip", "netns", "exec", space, *line, *more], env=environment,
                                                    stdout=log, stderr=subprocess.STDOUT, start_new_session=True))
                if "--head" in line:
                    port = next(word.split("=")[1] for word in line if word.startswith("--port="))
                    address = f"{HOSTS[0]}:{port}"
                wait(space, address, environment, len(started))
            done = subprocess.run(["ip", "netns", "exec", SPACES[0], sys.executable, "-c", ACCEPT,
                                   files["placement_group.json"], address], env=environment, capture_output=True,
                                  text=True, timeout=240)
            assert done.returncode == 0, done.stderr[-1500:]
            nodes = json.loads(done.stdout.strip().splitlines()[-1])
            assert len(nodes) == cards and len(set(nodes)) == len(HOSTS), nodes
        finally:
            for process in reversed(started):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, 15)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, 9)


def wait(space, address, environment, nodes):
    """Until so many nodes are alive."""
    count = ("import ray, sys; ray.init(address=sys.argv[1], _node_ip_address=sys.argv[2], logging_level='ERROR', "
             "log_to_driver=False); sys.exit(0 if sum(n['Alive'] for n in ray.nodes()) == int(sys.argv[3]) else 1)")
    own = HOSTS[SPACES.index(space)]
    for _ in range(20):
        done = subprocess.run(["ip", "netns", "exec", space, sys.executable, "-c", count, address, own, str(nodes)],
                              env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode == 0:
            return
    raise AssertionError(f"{nodes} nodes of Ray are not alive: {done.stderr[-1500:]}")


# What the definition of LeaderWorkerSet (kubernetes-sigs/lws, config/crd/bases) allows beside pods, and refuses else: strict, as
# an API server is asked with fieldValidation=Strict. Pods have the schemas of Kubernetes.
POD = {"type": "object", "additionalProperties": False, "properties": {
    "metadata": {"type": "object", "additionalProperties": False, "properties": {
        **{key: {"type": "object", "additionalProperties": {"type": "string"}} for key in ("annotations", "labels")},
        "finalizers": {"type": "array", "items": {"type": "string"}}, "name": {"type": "string"}, "namespace": {"type": "string"}}},
    "spec": {"type": "object", "required": ["containers"]}}}
WHOLE = {"type": "integer", "minimum": -2**31, "maximum": 2**31 - 1}
LEADER_WORKER_SET = {"type": "object", "additionalProperties": False, "required": ["apiVersion", "kind", "metadata", "spec"], "properties": {
    "apiVersion": {"const": "leaderworkerset.x-k8s.io/v1"}, "kind": {"const": "LeaderWorkerSet"}, "metadata": {"type": "object"},
    "spec": {"type": "object", "additionalProperties": False, "required": ["leaderWorkerTemplate"], "properties": {
        "replicas": WHOLE, "startupPolicy": {"enum": ["LeaderCreated", "LeaderReady"]},
        "networkConfig": {"type": "object", "additionalProperties": False, "required": ["subdomainPolicy"],
                          "properties": {"subdomainPolicy": {"type": "string"}}},
        "rolloutStrategy": {"type": "object", "additionalProperties": False, "required": ["type"], "properties": {
            "type": {"enum": ["RollingUpdate"]},
            "rollingUpdateConfiguration": {"type": "object", "additionalProperties": False, "properties": {
                key: {"type": ["integer", "string"]} for key in ("maxSurge", "maxUnavailable")}}}},
        "leaderWorkerTemplate": {"type": "object", "additionalProperties": False, "required": ["workerTemplate"], "properties": {
            "leaderTemplate": POD, "workerTemplate": POD, "size": WHOLE,
            "restartPolicy": {"enum": ["Default", "RecreateGroupOnPodRestart"]},
            "subGroupPolicy": {"type": "object", "additionalProperties": False, "properties": {"subGroupSize": WHOLE}}}}}}}}


def leader_worker_set(files):
    """The pods are those of Kubernetes; the set obeys its definition."""
    import jsonschema
    import kubernetes_validate
    objects = list(yaml.safe_load_all(open(files["leaderworkerset.yaml"])))
    assert [tree["kind"] for tree in objects] == ["LeaderWorkerSet", "Service"]
    spec = objects[0]["spec"]
    template = spec["leaderWorkerTemplate"]
    jsonschema.validate(objects[0], LEADER_WORKER_SET)
    assert template["size"] == len(HOSTS) and template["restartPolicy"] == "RecreateGroupOnPodRestart"
    pods = [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, **template[name + "Template"].get("metadata", {})},
             "spec": template[name + "Template"]["spec"]} for name in ("leader", "worker")]
    for tree in [*pods, objects[1]]:
        kubernetes_validate.validate(tree, kubernetes_validate.latest_version(), strict=True)
    for pod in pods:
        # The line is one that a shell can read.
        subprocess.run(["sh", "-n", "-c", pod["spec"]["containers"][0]["command"][-1]], check=True)
    assert objects[1]["spec"]["selector"].items() <= pods[0]["metadata"]["labels"].items()
