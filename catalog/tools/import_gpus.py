#!/usr/bin/env python3
"""Write catalog/gpus.json and catalog/memory-platforms.json from the collected tables of facts.

Usage: import_gpus.py FACTS_DIR PROJECT_DIR

FACTS_DIR holds gpus.json and memory-speeds.json. Only what the program uses is carried over. Where sources disagree
about a bandwidth, the table's own figure (computed from memory clock and bus width, or a vendor's data sheet) stands,
and the disagreement is not carried on; catalog/tools/gpu_supplement.json adds products, names and corrections.
"""
import json
import os
import re
import sys

facts_folder, project = sys.argv[1:3]
with open(os.path.join(facts_folder, "gpus.json")) as file:
    collected = json.load(file)
with open(os.path.join(project, "catalog/tools/gpu_supplement.json")) as file:
    supplement = json.load(file)


def whole(value):
    """The number without a needless fraction, so that 24.0 is written as 24."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def pci_list(gpu):
    """Ids as `vendor:device`, or `vendor:device/revision` where the table knows the revisions of this product."""
    revised = [text.replace(" rev ", "/") for text in gpu.get("pci_ids_with_revision", [])]
    known = {text.split("/")[0] for text in revised}
    return [pci for pci in gpu["pci_ids"] if pci not in known] + revised


def entry(gpu):
    """The compact form of one product; what is not known is left out."""
    target = gpu["cuda_compute_capability"] or gpu["gfx_target"]
    row = {
        "id": gpu["id"].removeprefix(gpu["vendor"] + "-") if gpu["id"].count(gpu["vendor"] + "-") > 1 else gpu["id"],
        "name": gpu["name"],
        "vendor": gpu["vendor"], "arch": gpu["architecture"], "segment": gpu["segment"],
        "unified": True if gpu["unified"] else None, "pci": pci_list(gpu),
        "memory_gib": [whole(size) for size in gpu["vram_gib"]],
        "memory_type": None if gpu["memory_type"] == "System Shared" else gpu["memory_type"],
        "bus": gpu["memory_bus_bits"], "bandwidth_gbs": whole(gpu["bandwidth_gbs"]),
        "fp32_tflops": gpu["fp32_tflops"], "fp16_matrix_tflops": gpu["fp16_tensor_tflops_dense"],
        "int8_tops": gpu["int8_tops_dense"], "target": target, "year": gpu["release_year"],
        # Apple's prices are those of whole computers.
        "usd": None if gpu["vendor"] == "apple" else whole(gpu["msrp_usd"]), "watts": whole(gpu["tdp_w"]),
        "aliases": gpu.get("aliases", []),
    }
    return {key: value for key, value in row.items() if value not in (None, [])}


def variants(row, bins):
    """One more product for each number of GPU cores that a chip is sold with, scaled from the full one."""
    for one in bins:
        share = one["cores"] / bins[-1]["cores"]
        more = dict(row, id=f"{row['id']}-{one['cores']}-core", name=f"{row['name']} {one['cores']}-core GPU")
        more["bandwidth_gbs"] = one.get("bandwidth_gbs", row["bandwidth_gbs"])
        if "fp32_tflops" in row:
            more["fp32_tflops"] = round(row["fp32_tflops"] * share, 2)
        yield more


rows = []
for gpu in collected["gpus"]:
    row = entry(gpu)
    correction = supplement["corrections"].get(row["id"], {})
    row = {key: value for key, value in (row | correction).items() if value != []}
    usable = supplement["usable_memory_mib"].get(row["id"])
    if usable:
        row = {key: value for name, own in row.items() for key, value in
               ([(name, own), ("usable_memory_mib", usable)] if name == "memory_gib" else [(name, own)])}
    names = row.get("aliases", []) + supplement["aliases"].get(row["id"], [])
    if names:
        row["aliases"] = names
    rows.append(row)
    rows += variants(row, supplement["variants"].get(row["id"], []))
rows += supplement["gpus"]
rows.sort(key=lambda row: row["id"])
ids = [row["id"] for row in rows]
assert len(ids) == len(set(ids)), "ids must be unique"
for key in list(supplement["aliases"]) + list(supplement["corrections"]):
    assert key in ids, f"the supplement names {key}, which is not there"

npus = [{key: value for key, value in {
    "name": npu["name"], "vendor": npu["vendor"], "pci": npu.get("pci"), "int8_tops": npu["int8_tops"],
}.items() if value is not None} for npu in collected["npus"] if npu.get("pci")]


def lines(name, rows):
    return f'  "{name}": [\n' + ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows) + "\n  ]"


with open(os.path.join(project, "catalog/gpus.json"), "w") as file:
    file.write('{\n  "schema": "plimsoll.gpus/1",\n')
    file.write(f'  "date": "{collected["meta"]["compiled"]}",\n')
    file.write(lines("gpus", rows) + ",\n" + lines("npus", npus) + "\n}\n")

with open(os.path.join(facts_folder, "memory-speeds.json")) as file:
    memory = json.load(file)
# Patterns with the more specific name first, so that the first that matches is the right one.
platforms = []
for platform in memory["platforms"]:
    if not platform.get("match"):
        continue
    row = {
        "platform": platform["platform"], "segment": platform["segment"], "memory": platform["memory"],
        "mt_s": platform["max_official_mt_s"], "channels": platform["channels_64bit"],
        "bandwidth_gbs": platform["peak_gbs"], "match": platform["match"],
    }
    platforms.append({key: value for key, value in row.items() if value is not None})
with open(os.path.join(project, "catalog/memory-platforms.json"), "w") as file:
    file.write('{\n  "schema": "plimsoll.memory-platforms/1",\n')
    file.write(lines("platforms", platforms) + "\n}\n")
print(len(rows), "GPUs,", len(npus), "NPUs,", len(platforms), "memory platforms")
