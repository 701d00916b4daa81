"""Documents of a fleet for the page: classes alike and unlike, a host that is odd, one with a hostile name, and a broken document."""
import json
import os
import subprocess

import hostile

RACK = ["--ram", "1TiB", "--memory-bandwidth", "460GB/s"]
# Of equal hosts each: how the machine is simulated, and its processor, which simulated ones do not have.
KINDS = {
    "rack": (["--gpu", "8xH100", *RACK], 6, "AMD EPYC 9654 96-Core Processor"),
    "desk": (["--gpu", "RTX 4090", "--ram", "64GiB"], 50, "AMD Ryzen 9 7950X 16-Core Processor"),
    "small": (["--gpu", "none", "--ram", "8GiB"], 1, "Intel(R) N100"),
    "none": (["--gpu", "none", "--ram", "256MiB"], 1, "Intel(R) Atom(TM) CPU D525"),
}
ODD = "rack-odd"
HOSTS = sum(count for _, count, _ in KINDS.values()) + 2
CLASSES = len(KINDS) + 1


def document(program, words, model):
    """A machine document as a host prints it."""
    found = json.loads(subprocess.run([program, "hardware", "--json", *words], check=True, capture_output=True).stdout)
    found["machine"]["cpu"]["model"] = model
    found["gaps"] = [gap for gap in found["gaps"] if gap["subject"] != "cpu.model"]
    return json.dumps(found)


def write(folder, program):
    os.makedirs(os.path.join(folder, "site"))
    for kind, (words, count, model) in KINDS.items():
        text = document(program, words, model)
        for number in range(count):
            put(folder, f"site/{kind}{number}", text)
    # A card has fallen off the bus of one; another's name is text that a page could take for markup.
    put(folder, ODD, document(program, ["--gpu", "7xH100", *RACK], KINDS["rack"][2]))
    put(folder, hostile.TEXT, document(program, *KINDS["desk"][::2]))
    put(folder, "broken", "{")


def copy(folder, name):
    """One more host like another."""
    with open(os.path.join(folder, "site/desk0.json")) as file:
        put(folder, name, file.read())


def put(folder, name, text):
    path = os.path.join(folder, name + ".json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
