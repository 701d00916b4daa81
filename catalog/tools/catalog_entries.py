"""Reads catalog/models and derives what the quality model regresses on."""
import glob
import json
import math
import os
import re

SIZE = re.compile(r"(?<![a-z0-9.])(\d+x)?[ae]?\d+(\.\d+)?[bmt](?![a-z])")


def load(catalog):
    """All entries of the catalogue, in the order of their ids."""
    entries = []
    for path in sorted(glob.glob(os.path.join(catalog, "models", "*.json"))):
        entries += json.load(open(path))["models"]
    return sorted(entries, key=lambda entry: entry["id"])


def months(date):
    """Years since July 2024, when Llama 3.1 came out; the scale of dates in the regression."""
    return (int(date[:4]) - 2024) + (int(date[5:7]) - 7) / 12


def line(entry):
    """The product line: the id without its sizes, so that `qwen3-8b` and `qwen3-14b` are one line."""
    return re.sub(r"-+", "-", SIZE.sub("", entry["id"].replace("mini", "").replace("medium", ""))).strip("-")


def series(entry):
    """The line without versions and dates: generations of one product share it."""
    return re.sub(r"-+", "-", re.sub(r"\d+(\.\d+)*", "", line(entry))).strip("-")


def unused(entry):
    """Weights of the experts that a token does not use; 0 for a model without experts."""
    architecture = entry.get("architecture") or {}
    experts = architecture.get("experts")
    if not experts:
        return 0
    layers = architecture["layer_count"] - experts.get("first_dense_layers", 0)
    each = 3 * architecture["embedding_width"] * experts["expert_width"]
    return layers * (experts["count"] - experts["used_count"]) * each


def lineage(entry):
    """The makers' line over all generations and sizes, such as all of Qwen."""
    return entry["creator"], re.match(r"[a-z]*", entry["id"]).group()


def with_defaults(entries):
    """Fills total, active and date where the catalogue has none, from the nearest relatives; says so in `assumed`."""
    by_creator = {}
    for entry in entries:
        by_creator.setdefault(entry["creator"], []).append(entry)
    for entry in entries:
        kin = [other for other in by_creator[entry["creator"]] if other.get("released") and other.get("parameters")]
        family = [other for other in kin if other["family"] == entry["family"]] or kin
        assumed = []
        date = entry.get("released")
        if not date:
            date = max((other["released"] for other in family), default="2025-01")
            assumed.append("date")
        total = entry.get("parameters")
        if not total:
            total = max((other["parameters"] for other in kin), default=8_000_000_000)
            assumed.append("size")
        text = entry.get("text_parameters") or total
        active = entry.get("active_parameters")
        if not active:
            stated = re.search(r"-?a(\d+(\.\d+)?)b", entry["id"])
            active = float(stated.group(1)) * 1e9 if stated else text - unused(entry)
        if "size" in assumed:
            active = max((other.get("active_parameters") or other["parameters"] for other in kin), default=total)
            active = min(active, total)
        entry["_total"], entry["_active"], entry["_years"] = text, min(active, text), months(date)
        entry["_assumed"] = assumed
    return entries


# Trained for mathematics alone, or tuned for one task: their results there say little about other uses.
MATH = ("math", "deepscaler", "vibethinker", "phi-4-mini-reasoning")
SPECIAL = ("medgemma", "translategemma", "functiongemma", "safeguard", "guard", "chatqa", "-ocr")


def regressors(entry):
    """(names, values) of one entry; sizes in decades relative to 8 billion."""
    can = set(entry["capabilities"])
    total, active = math.log10(entry["_total"] / 8e9), math.log10(entry["_active"] / 8e9)
    years = entry["_years"]
    reasoning = float("reasoning" in can)
    only_code = float("code" in can)
    return {
        "one": 1.0,
        "total": total,
        "active": active,
        "small": max(0.0, -0.5 - total),  # decades below 2.5 billion
        "years": years,
        "late": max(0.0, years - 1.0),  # progress after July 2025 may have another pace
        "reasoning": reasoning,
        "code": only_code,
        "small_reasoning": reasoning * max(0.0, -0.3 - total),
        "math": float(any(word in entry["id"] for word in MATH)),
        "vision": float("vision" in can),
        "completion": float("chat" not in can),
        "special": float(any(word in entry["id"] for word in SPECIAL)),
    }
