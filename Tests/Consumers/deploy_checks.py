"""What lies in deploy/, given to the programs that it is for."""
import glob
import json
import os
import shutil
import subprocess

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HOSTS = {"alpha": ["--gpu", "RTX 4090", "--ram", "64GiB"], "beta": ["--gpu", "4xL40S", "--ram", "256GiB"],
         "gamma": ["--gpu", "none", "--ram", "32GiB"]}


def manifests(folder):
    """Every object of deploy/kubernetes obeys the schemas of Kubernetes."""
    import kubernetes_validate
    kinds = []
    for path in sorted(glob.glob(os.path.join(ROOT, "deploy/kubernetes/*.yaml"))):
        with open(path) as file:
            for tree in filter(None, yaml.safe_load_all(file)):
                kubernetes_validate.validate(tree, kubernetes_validate.latest_version(), strict=True)
                kinds.append(tree["kind"])
    assert {"DaemonSet", "CronJob", "ResourceClaimTemplate"} <= set(kinds), kinds


def collection(program, playbook):
    """The role on three simulated hosts: in check mode, for the first time, again, and what `fleet` makes of it."""
    def check(folder):
        place = os.path.join(folder, "collections/ansible_collections/plimsoll")
        shutil.copytree(os.path.join(ROOT, "deploy/ansible/plimsoll"), os.path.join(place, "plimsoll"))
        inventory = os.path.join(folder, "inventory")
        hosts = {host: {"ansible_connection": "local", "ansible_python_interpreter": "/usr/bin/python3",
                        "plimsoll_arguments": words} for host, words in HOSTS.items()}
        for host in hosts:
            os.makedirs(os.path.join(folder, host))
        play = [{"hosts": "all", "gather_facts": False, "roles": [{
            "role": "plimsoll.plimsoll.inventory", "vars": {
                "plimsoll_program": program, "plimsoll_path": folder + "/{{ inventory_hostname }}/plimsoll",
                "plimsoll_inventory": inventory, "plimsoll_facts": folder + "/{{ inventory_hostname }}/facts"}}]}]
        for name, tree in (("hosts.yml", {"all": {"hosts": hosts}}), ("play.yml", play)):
            with open(os.path.join(folder, name), "w") as file:
                yaml.safe_dump(tree, file)

        def run(*more):
            done = subprocess.run(
                [playbook, "-i", os.path.join(folder, "hosts.yml"), os.path.join(folder, "play.yml"), *more],
                capture_output=True, text=True, timeout=300, env=dict(
                    os.environ, HOME=folder, ANSIBLE_COLLECTIONS_PATH=os.path.join(folder, "collections"),
                    ANSIBLE_NOCOLOR="1", LC_ALL="C.UTF-8"))
            assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-500:]
            return [line for line in done.stdout.splitlines() if "changed=" in line]

        run("--check")
        assert not os.path.exists(inventory) and not os.path.exists(os.path.join(folder, "alpha/plimsoll"))
        assert all("changed=0" not in line for line in run())
        assert all("changed=0" in line for line in run()), "a second run changes something"
        assert all("changed=0" in line for line in run("--check"))
        for host, words in HOSTS.items():
            said = subprocess.run([program, "hardware", "--json", *words], capture_output=True, check=True).stdout
            for path in (f"inventory/{host}.json", f"{host}/facts/plimsoll.fact"):
                with open(os.path.join(folder, path), "rb") as file:
                    assert file.read() == said, path
        found = subprocess.run([program, "fleet", inventory, "--json"], capture_output=True, check=True).stdout
        assert sorted(host for kind in json.loads(found)["classes"] for host in kind["hosts"]) == sorted(HOSTS)
    return check
