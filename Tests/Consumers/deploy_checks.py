#!/usr/bin/env python3
"""What lies in deploy/, given to the programs that it is for.

Usage: deploy_checks.py PROGRAM [--deb FILE] [--ansible PLAYBOOK ...] [--only NAME ...]

Run by `make deploy-checks`, as root, in a virtual environment that has Ansible and Kubernetes' schemas. PLAYBOOK are Ansible's
programs, the environment's own where none is named.
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

import yaml

from ssh_hosts import Hosts

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Recorded machines and a simulated one, by the hosts that take their place.
RECORDED = {"alpha": "power9-6-gpus", "beta": "export-cuda", "gamma": None}
SIMULATED = ["--gpu", "4xL40S", "--ram", "256GiB"]
MACHINE = "/srv/machine"


def manifests(program):
    """Every object of deploy/kubernetes obeys the schemas of Kubernetes, and what its pods run of plimsoll runs here."""
    import kubernetes_validate
    objects = []
    for path in sorted(glob.glob(os.path.join(ROOT, "deploy/kubernetes/*.yaml"))):
        with open(path) as file:
            objects += filter(None, yaml.safe_load_all(file))
    for tree in objects:
        kubernetes_validate.validate(tree, kubernetes_validate.latest_version(), strict=True)
    kinds = {tree["kind"]: tree for tree in objects}
    assert {"DaemonSet", "CronJob", "ResourceClaimTemplate"} <= set(kinds), set(kinds)
    pod = kinds["DaemonSet"]["spec"]["template"]["spec"]
    with tempfile.TemporaryDirectory() as folder:
        said = {}
        for container in pod["initContainers"]:
            assert container["image"].startswith("plimsoll:"), container
            # A folder stands for the volume.
            volumes = [mount["mountPath"] for mount in container.get("volumeMounts", [])]
            words = [folder if word in volumes else word for word in container["args"]]
            said[container["name"]] = subprocess.run([program, *words], capture_output=True, check=True).stdout
        assert json.loads(said["hardware"])["schema"] == "plimsoll.hardware/1"
        with open(os.path.join(folder, "features.d/plimsoll")) as file:
            features = dict(line.rstrip("\n").split("=", 1) for line in file if not line.startswith("#"))
    assert {"plimsoll-memory-gib", "plimsoll-model", "plimsoll-best-coding", "plimsoll-tokens-per-second"} <= set(features), features
    # A label that pods select by is one that nodes have.
    selected = [key for tree in objects for key in tree.get("spec", {}).get("nodeSelector", {})]
    assert selected and all(key.removeprefix("feature.node.kubernetes.io/") in features for key in selected), selected


class Playbook:
    """The role on hosts, with an Ansible of one's choice."""

    def __init__(self, ansible, folder, hosts, variables, start=()):
        self.folder, self.names = folder, list(hosts)
        self.words = [*start, ansible, "-i", self.path("hosts.yml")]
        place = self.path("collections/ansible_collections/plimsoll")
        shutil.copytree(os.path.join(ROOT, "deploy/ansible/plimsoll"), os.path.join(place, "plimsoll"))
        self.write("hosts.yml", {"all": {"hosts": hosts}})
        self.write("play.yml", [{"hosts": "all", "gather_facts": False, "roles": [
            {"role": "plimsoll.plimsoll.inventory", "vars": {"plimsoll_inventory": self.path("inventory"), **variables}}]}])
        # What the next run of Ansible finds on the hosts by itself.
        self.write("facts.yml", [{"hosts": "all", "tasks": [{"ansible.builtin.copy": {
            "content": "{{ ansible_local.plimsoll | to_json }}", "dest": self.path("fact-{{ inventory_hostname }}.json")},
            "delegate_to": "localhost"}]}])

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, tree):
        with open(self.path(name), "w") as file:
            yaml.safe_dump(tree, file)

    def run(self, *more, play="play.yml", code=0):
        """How many tasks changed something, by host."""
        environment = dict(os.environ, HOME=self.folder, ANSIBLE_COLLECTIONS_PATH=self.path("collections"), ANSIBLE_NOCOLOR="1",
                           ANSIBLE_LOCALHOST_WARNING="False", LC_ALL="C.UTF-8")
        done = subprocess.run([*self.words, self.path(play), *more], capture_output=True, text=True, timeout=300, env=environment)
        assert done.returncode == code, f"exit code {done.returncode}: {done.stdout[-2500:]}{done.stderr[-800:]}"
        recap = [line.split() for line in done.stdout.splitlines() if "changed=" in line]
        found = {words[0]: int(next(word for word in words if word.startswith("changed=")).split("=")[1]) for words in recap}
        assert set(found) >= set(self.names), done.stdout[-2500:]
        return {name: found[name] for name in self.names}

    def document(self, name):
        with open(self.path(f"inventory/{name}"), "rb") as file:
            return file.read()

    def fleet(self, program):
        """The document that plimsoll makes of what was collected."""
        done = subprocess.run([program, "fleet", self.path("inventory"), "--json"], capture_output=True)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert sorted(host for kind in found["classes"] for host in kind["hosts"]) == sorted(self.names), found["classes"]
        assert not found["skipped"], found["skipped"]
        return found


def hardware(program, *words):
    return subprocess.run([program, "hardware", "--json", *words], capture_output=True, check=True).stdout


def local(program, ansible, _):
    """Three simulated machines by connection=local: in check mode, for the first time, again, and what `fleet` makes of it."""
    words = {"alpha": ["--gpu", "RTX 4090", "--ram", "64GiB"], "beta": SIMULATED, "gamma": ["--gpu", "none", "--ram", "32GiB"]}
    with tempfile.TemporaryDirectory() as folder:
        own = folder + "/{{ inventory_hostname }}"
        hosts = {host: {"ansible_connection": "local", "ansible_python_interpreter": "/usr/bin/python3", "plimsoll_arguments": given}
                 for host, given in words.items()}
        for host in hosts:
            os.mkdir(os.path.join(folder, host))
        book = Playbook(ansible, folder, hosts, {
            "plimsoll_program": program, "plimsoll_path": own + "/plimsoll", "plimsoll_facts": own + "/facts"})
        book.run("--check")
        assert not os.path.exists(book.path("inventory")) and os.listdir(book.path("alpha")) == []
        assert all(book.run().values())
        assert not any(book.run().values()) and not any(book.run("--check").values()), "a second run changes something"
        for host, given in words.items():
            with open(book.path(f"{host}/facts/plimsoll.fact"), "rb") as file:
                assert file.read() == book.document(host + ".json") == hardware(program, *given)
        book.fleet(program)


def over_ssh(program, ansible, deb):
    """Three hosts with roots of their own behind sshd, the defaults of the role, and what changes from run to run."""
    recordings = {host: name and os.path.join(ROOT, "Tests/Recordings", name, "machine.tar.xz") for host, name in RECORDED.items()}
    with tempfile.TemporaryDirectory() as folder, Hosts(folder, recordings) as net:
        connection = {"ansible_user": "root", "ansible_ssh_private_key_file": net.path("user"), "ansible_python_interpreter": "/usr/bin/python3",
                      "ansible_ssh_common_args": " ".join(net.options())}
        hosts = {host: {**connection, "ansible_host": net.address(host), "plimsoll_program": program,
                        "plimsoll_arguments": ["--root", MACHINE] if name else SIMULATED} for host, name in RECORDED.items()}
        if deb:
            hosts["gamma"].update(plimsoll_deb=deb, plimsoll_program="")
        book = Playbook(ansible, folder, hosts, {}, start=net.start_of_control())
        places = {host: "/usr/bin/plimsoll" if deb and host == "gamma" else "/usr/local/bin/plimsoll" for host in hosts}

        assert all(book.run("--check").values())
        assert not os.path.exists(book.path("inventory")), "check mode leaves documents"
        for host in hosts:
            net.ssh(host, f"test ! -e {places[host]} && test ! -e /etc/ansible/facts.d/plimsoll.fact")
        assert all(book.run().values())
        assert not any(book.run().values()), "a second run changes something"
        assert not any(book.run("--check").values()), "check mode announces what a run would not do"

        book.run(play="facts.yml")
        for host in hosts:
            document = book.document(host + ".json")
            assert net.ssh(host, "cat /etc/ansible/facts.d/plimsoll.fact").encode() == document
            assert net.ssh(host, f"{places[host]} --version").startswith("plimsoll ")
            with open(book.path(f"fact-{host}.json")) as file:
                assert json.load(file) == json.loads(document)
        assert len({book.document(host + ".json") for host in hosts}) == len(hosts)
        assert book.document("gamma.json") == hardware(program, *SIMULATED)
        found = book.fleet(program)
        assert len(found["classes"]) == 3 and any(carried["tokens_per_second"] for carried in found["carries"])

        # Another machine in a host's place changes the document and the fact of that host alone.
        net.ssh("beta", f"rm -r {MACHINE}/* && mkdir -p {MACHINE}/proc && printf 'MemTotal: 8388608 kB\\nMemAvailable: 8000000 kB\\n' > {MACHINE}/proc/meminfo")
        assert book.run() == {"alpha": 0, "beta": 2, "gamma": 0}
        # What is measured is measured once.
        measured = ["--extra-vars", json.dumps({"plimsoll_bench": True})]
        assert book.run(*measured) == {"alpha": 1, "beta": 1, "gamma": 1} and not any(book.run(*measured).values())
        assert json.loads(book.document("alpha.bench.json"))["schema"] == "plimsoll.bench/1"
        book.fleet(program)
        # A host that does not answer keeps the others from nothing.
        net.stop("alpha")
        os.remove(book.path("inventory/beta.json"))
        assert book.run(code=4)["beta"] == 1 and book.document("beta.json")


def without_program(program, ansible, _):
    """A host that has no program and gets none is told so."""
    with tempfile.TemporaryDirectory() as folder:
        hosts = {"alpha": {"ansible_connection": "local", "ansible_python_interpreter": "/usr/bin/python3"}}
        book = Playbook(ansible, folder, hosts, {"plimsoll_path": folder + "/none", "plimsoll_facts": folder + "/facts"})
        book.run(code=2)
        assert not os.path.exists(book.path("facts"))


CHECKS = {"local": local, "ssh": over_ssh, "without program": without_program}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--deb")
    parser.add_argument("--ansible", nargs="+", default=[os.path.join(os.path.dirname(sys.executable), "ansible-playbook")])
    parser.add_argument("--only", nargs="+", choices=["manifests", *CHECKS])
    given = parser.parse_args()
    program, deb = os.path.abspath(given.program), given.deb and os.path.abspath(given.deb)
    checks = {"manifests": lambda: manifests(program)}
    for ansible in given.ansible:
        version = subprocess.run([ansible, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
        for name, check in CHECKS.items():
            checks[f"{name}, {version}"] = lambda check=check, ansible=ansible: check(program, ansible, deb)
    failed = 0
    for name, check in checks.items():
        if given.only and name.split(",")[0] not in given.only:
            continue
        try:
            check()
            print(f"ok      {name}", flush=True)
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
