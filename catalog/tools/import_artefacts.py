#!/usr/bin/env python3
"""Write catalog/files/*.jsonl and catalog/mixed-labels.json from a folder of known model files.

Usage: import_artefacts.py FACTS_DIR CATALOG_DIR [--report]

FACTS_DIR holds artefacts.csv (a row per file that was seen), patterns.csv (publishers' habits) and ud-bpw.csv (measured
bits per weight). The same input gives the same output. `--report` lists what was left out, and why.

A repository belongs to a model when the catalogue's entry names it, or when its name without publisher, packaging and
quantization IS the name of the maker's repository. Nothing is guessed from likeness: what fails that is left out.
"""
import collections
import csv
import json
import os
import re
import sys

from catalog_entries import load

GIB = 1 << 30
# Publishers in the order in which their files are named; the maker's own repository goes before all of them.
PUBLISHERS = ["unsloth", "bartowski", "ggml-org", "lmstudio-community", "mradermacher", "QuantFactory",
              "MaziyarPanahi", "TheBloke", "AtomicChat", "gabriellarson", "Mungert", "noctrex"]
MLX_PUBLISHERS = ["mlx-community", "lmstudio-community"]
REPOSITORIES_PER_FORMAT = 6
# Types of a fork that neither llama.cpp nor Ollama reads, and repositories where one label means several files.
UNUSABLE_PUBLISHERS = {"ubergarm", "byteshape"}
# Rows that are no file of the model as the catalogue describes it, or that are there no more.
UNWANTED_NOTES = ("absent", "drafter", "projector", "SUPERSEDED", "MTP variant", "one shard", "only ", "label only",
                  "repository inferred", "name only")
USUAL_LABEL = re.compile(
    r"(UD-)?(Q[1-8]_K(_XL|_L|_M|_S)?|Q[458]_[01]|I?Q[1-4]_(XXS|XS|S|M|NL)|T?Q[12]_0)|BF16|F16|F32|MXFP4(_MOE)?|NVFP4")
MLX_LABELS = {"2bit", "3bit", "4bit", "5bit", "6bit", "8bit", "bf16", "fp16", "mxfp4", "mxfp8", "nvfp4", "4bit-DWQ"}
LABEL_NAMES = {"FP16": "F16", "FP32": "F32"}
# mradermacher's unweighted repositories hold these (531 of 532 dated ones); what is larger was cut into pieces.
MRADERMACHER_LABELS = ["Q2_K", "Q3_K_S", "Q3_K_M", "Q3_K_L", "IQ4_XS", "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K",
                       "Q8_0"]
# TheBloke's habit until January 2024, which all his 13 listed repositories follow.
THEBLOKE_LABELS = ["Q2_K", "Q3_K_S", "Q3_K_M", "Q3_K_L", "Q4_0", "Q4_K_S", "Q4_K_M", "Q5_0", "Q5_K_S", "Q5_K_M", "Q6_K",
                   "Q8_0"]
# A label is the publisher's rule where this share of at least so many repositories of the time has it.
RULE_SHARE, RULE_REPOSITORIES = 0.95, 20
LARGEST_SINGLE_FILE = 40e9
# A file with less than this share of what its label needs is a fragment, or carries the wrong label ...
SMALLEST_SHARE = 0.75
# ... except for models released in about four bits, which no label makes larger.
NATIVE_LOW_BIT = ("gpt-oss", "kimi-k2", "deepseek-v4")
AFFIXES = [r"[-_.]gguf$", r"[-_.]i1$", r"-qat(-q4_0)?$", r"-(bf16|hf)$"]
PREFIXES = ["meta-", "nvidia-"]


def base_name(repository):
    """The model's name in a repository's name: without publisher, packaging and quantization."""
    name = repository.split("/")[-1].lower()
    for affix in AFFIXES:
        name = re.sub(affix, "", name)
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def belongs(repository, entry, suffix=""):
    """Whether a repository holds this model: named by the entry, or of the same name as the maker's."""
    if repository.lower() in {name.lower() for name in entry.get("gguf", [])}:
        return True
    maker = entry.get("huggingface")
    if not maker:
        return False
    name = repository.split("/")[-1]
    if suffix and name.lower().endswith(suffix.lower()):
        name = re.sub(r"[-_]?(mlx)?[-_]?$", "", name[:-len(suffix)], flags=re.I)
    plain = base_name(name)
    # bartowski writes Maker_Model.
    return base_name(maker) in (plain, base_name(plain.split("_", 1)[-1]))


def label_of(row):
    label = row["quantization"]
    if row["format"] == "mlx":
        return label[:-3].lower() + "bit" if label.lower().endswith("bit") else label
    label = label.upper()
    return LABEL_NAMES.get(label, label)


def size_of(row):
    """('bytes', exact) or ('gib', as listed) or None."""
    if row["bytes"]:
        return "bytes", int(row["bytes"])
    if row["bytes_approx"]:
        return "gib", round(int(row["bytes_approx"]) / GIB, 2)
    return None


def file_of(row):
    """The file's own name; of a split file its first part."""
    if row["format"] != "gguf" or "*" not in row["file"]:
        return row["file"] if row["format"] == "gguf" else None
    return row["file"].replace("*", "00001")


def template(file, label, count):
    """A file's name with the label and the number of parts taken out of it; None where that does not give it back."""
    text = file.replace(f"-of-{count:05}.", "-of-{COUNT}.") if count > 1 else file
    for written, mark in ((label, "{LABEL}"), (label.lower(), "{label}")):
        candidate = text.replace(written, mark)
        if mark in candidate and expand(candidate, label, count) == file:
            return candidate
    return None


def expand(name, label, count):
    return (name.replace("{LABEL}", label).replace("{label}", label.lower())
            .replace("{COUNT}", f"{count:05}"))


def repository_record(repository, rows, form):
    """One repository as seen on one date: rows are {label: row}."""
    record = {"repository": repository, "as_of": max(row["date"] for row in rows.values())}
    if form != "gguf":
        record["format"] = form
    if any("QAT" in row["note"] for row in rows.values()):
        record["quantization_aware"] = True
    names = collections.Counter()
    templates = {}
    for label, row in rows.items():
        file = file_of(row)
        templates[label] = file and template(file, label, int(row["split_count"]))
        if templates[label]:
            names[(int(row["split_count"]) > 1, templates[label])] += 1
    for split, key in ((False, "name"), (True, "split_name")):
        usual = max((item for item in names if item[0] == split), key=lambda item: (names[item], item), default=None)
        if usual:
            record[key] = usual[1]
    parts = {"labels": [], "gib": {}, "bytes": {}, "sha256": {}, "parts": {}, "names": {}}
    for label in sorted(rows):
        row = rows[label]
        size, count, file = size_of(row), int(row["split_count"]), file_of(row)
        if size:
            parts[size[0]][label] = size[1]
        else:
            parts["labels"].append(label)
        if len(row["sha256"]) == 64 and count == 1:
            parts["sha256"][label] = row["sha256"]
        if count > 1:
            parts["parts"][label] = count
        usual = record.get("split_name" if count > 1 else "name")
        if file and (templates[label] is None or templates[label] != usual):
            parts["names"][label] = file
    record.update({key: value for key, value in parts.items() if value})
    return record


def best(rows):
    """Of several files with one label in one repository: unsplit, exact, newest."""
    return max(rows, key=lambda row: (row["split_count"] == "1", bool(row["bytes"]), bool(row["bytes_approx"]),
                                      row["date"], row["file"]))


class Import:
    def __init__(self, facts, catalog):
        self.facts, self.catalog = facts, catalog
        self.entries = {entry["id"]: entry for entry in load(catalog)}
        self.left_out = collections.Counter()
        self.foreign = set()
        self.rows = list(csv.DictReader(open(os.path.join(facts, "artefacts.csv"))))
        self.checkpoints = list(csv.DictReader(open(os.path.join(os.path.dirname(__file__), "checkpoints.csv"))))
        self.shares = {}
        for row in csv.DictReader(open(os.path.join(facts, "patterns.csv"))):
            key = (row["publisher"], row["repo_created_half_year"], row["dense_or_moe"])
            if float(row["share"]) >= RULE_SHARE and int(row["repos_checked"]) >= RULE_REPOSITORIES:
                self.shares.setdefault(key, []).append(row["label"].upper())
        recipes = json.load(open(os.path.join(catalog, "quantization-loss.json")))["recipes"]
        self.bits = {row["recipe"]: row["bits"] for row in recipes}
        self.mixed = self.mixed_labels()
        self.labels = set(self.bits) | {label for label, _ in self.mixed}

    def wanted(self, row):
        """The reason to leave a row out, or None."""
        if not row["model_id"]:
            return "of a model outside the catalogue"
        if row["model_id"] not in self.entries:
            return "of an id that the catalogue does not have"
        if any(note in row["note"] for note in UNWANTED_NOTES):
            return "no loadable file of the model itself, or gone"
        publisher = row["repo"].split("/")[0]
        if publisher in UNUSABLE_PUBLISHERS:
            return "unusable publisher"
        label = label_of(row)
        if row["format"] == "gguf":
            if label not in self.labels:
                return "unusual label"
            if "*" in row["file"] and not re.search(r"-\*-of-\d{5}\.gguf$", row["file"]):
                return "parts without a name"
            if not row["file"].endswith(".gguf"):
                return "no file name"
            if self.is_fragment(row, label):
                return "smaller than its label"
            if "QAT" in row["note"] and label not in ("Q4_0", "UD-Q4_K_XL"):
                return "other label of a quantization-aware training"
        if row["format"] == "mlx" and label not in MLX_LABELS:
            return "unusual label"
        suffix = row["quantization"] if row["format"] in ("mlx", "safetensors") else ""
        if row["format"] != "ollama" and not belongs(row["repo"], self.entries[row["model_id"]], suffix):
            self.foreign.add((row["repo"], row["model_id"]))
            return "repository of another name"
        return None

    def is_fragment(self, row, label):
        size, entry = size_of(row), self.entries[row["model_id"]]
        weights = entry.get("text_parameters") or entry.get("parameters")
        if not size or not weights or label not in self.bits or entry["id"].startswith(NATIVE_LOW_BIT):
            return False
        # Listings round to 0.1 GiB.
        most = size[1] if size[0] == "bytes" else (size[1] + 0.05) * GIB
        return most < SMALLEST_SHARE * weights * self.bits[label] / 8

    def collect(self):
        """{model: {(format, repository): {label: [row]}}}, and {model: {tag: [row]}} for the Ollama library."""
        files = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(list)))
        tags = collections.defaultdict(lambda: collections.defaultdict(list))
        for row in self.rows:
            reason = self.wanted(row)
            if reason and not (row["format"] == "ollama" and reason.startswith("no loadable")):
                self.left_out[row["format"] + ": " + reason] += 1
            elif row["format"] == "ollama":
                tags[row["model_id"]][row["file"]].append(row)
            else:
                files[row["model_id"]][(row["format"], row["repo"])][label_of(row)].append(row)
        for row in self.checkpoints:
            row |= {"format": "safetensors", "bytes": "", "sha256": "", "split_count": "1", "file": "", "note": ""}
            files[row["model_id"]][(row["format"], row["repo"])][label_of(row)].append(row)
        return files, tags

    def rank(self, entry, form, repository):
        publisher = repository.split("/")[0]
        own = publisher == (entry.get("huggingface") or "").split("/")[0]
        publishers = MLX_PUBLISHERS if form == "mlx" else PUBLISHERS
        named = [name.lower() for name in entry.get("gguf", [])]
        return (not own, named.index(repository.lower()) if repository.lower() in named else len(named),
                publishers.index(publisher) if publisher in publishers else len(publishers),
                "-i1-" in repository, repository)

    def records(self, entry, repositories):
        result = []
        for form in ("gguf", "mlx", "safetensors"):
            names = [name for f, name in repositories if f == form]
            names.sort(key=lambda name: self.rank(entry, form, name))
            limit = REPOSITORIES_PER_FORMAT * (2 if form == "mlx" else 1)
            for name in names[:limit]:
                by_label = {label: best(rows) for label, rows in repositories[(form, name)].items()}
                by_date = collections.defaultdict(dict)
                for label, row in by_label.items():
                    by_date[row["date"]][label] = row
                # The newest sight first; an older one only where it adds labels.
                for date in sorted(by_date, reverse=True):
                    result.append(repository_record(name, by_date[date], form))
            self.left_out[f"{form}: repository beyond the first {limit} of its model"] += len(names[limit:])
        return result

    def by_rule(self, entry, seen):
        """Repositories that the entry names and nobody listed, with what their publisher's rule puts there."""
        result = []
        released = entry.get("released")
        for repository in entry.get("gguf", []):
            publisher, name = repository.split("/")
            base = re.sub(r"-GGUF$", "", name, flags=re.I)
            if repository.lower() in seen or base == name or not released:
                continue
            if publisher == "mradermacher":
                labels, pattern = MRADERMACHER_LABELS, base + ".{LABEL}.gguf"
            elif publisher == "TheBloke":
                labels, pattern = THEBLOKE_LABELS, base.lower() + ".{LABEL}.gguf"
            elif publisher == "bartowski":
                half = released[:4] + ("H1" if int(released[5:7]) <= 6 else "H2")
                kind = "moe" if (entry.get("architecture") or {}).get("experts") else "dense"
                labels, pattern = self.shares.get((publisher, half, kind), []), base + "-{LABEL}.gguf"
            else:
                continue
            weights = entry.get("text_parameters") or entry.get("parameters")
            labels = [label for label in labels
                      if weights and label in self.labels and weights * self.bits_of(label) / 8 < LARGEST_SINGLE_FILE]
            if labels:
                result.append({"repository": repository, "as_of": max(row["date"] for row in self.rows),
                               "by_rule": True, "name": pattern, "labels": sorted(labels)})
        return result

    def bits_of(self, label):
        """Bits per weight of a label, at most."""
        return self.bits.get(label) or max(row["high"] for (name, _), row in self.mixed.items() if name == label)

    def digests(self, tags):
        """Digests of the Ollama library's model layers that today's size of the tag still agrees with."""
        result = {}
        for tag, rows in sorted(tags.items()):
            exact = [row for row in rows if row["confidence"] == "exact"]
            layers = [row for row in exact if "projector" not in row["note"]]
            listed = [int(row["bytes_approx"]) for row in rows if row["confidence"] == "rounded"]
            total = sum(int(row["bytes"]) for row in exact)
            if len(layers) != 1 or not layers[0]["sha256"] or any(abs(total / size - 1) > 0.03 for size in listed):
                continue
            result[tag] = {"sha256": layers[0]["sha256"], "bytes": int(layers[0]["bytes"]), "as_of": layers[0]["date"]}
        return result

    def write(self):
        files, tags = self.collect()
        folder = os.path.join(self.catalog, "files")
        os.makedirs(folder, exist_ok=True)
        for old in os.listdir(folder):
            os.remove(os.path.join(folder, old))
        total = 0
        for name in sorted(os.listdir(os.path.join(self.catalog, "models"))):
            lines = []
            for entry in json.load(open(os.path.join(self.catalog, "models", name)))["models"]:
                repositories = self.records(entry, files.get(entry["id"], {}))
                seen = {record["repository"].lower() for record in repositories}
                line = {"id": entry["id"], "repositories": repositories + self.by_rule(entry, seen)}
                digests = self.digests(tags.get(entry["id"], {}))
                listed = [row["date"] for rows in tags.get(entry["id"], {}).values() for row in rows]
                if listed:
                    line["ollama_as_of"] = max(listed)
                if digests:
                    line["ollama"] = digests
                if line["repositories"] or listed:
                    lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
            if lines:
                text = "\n".join(sorted(lines)) + "\n"
                total += len(text)
                open(os.path.join(folder, name + "l"), "w").write(text)
        return total

    def mixed_labels(self):
        """{(label, class): measured bits per weight} of the labels that are no plain recipe."""
        rows = {}
        for row in csv.DictReader(open(os.path.join(self.facts, "ud-bpw.csv"))):
            label = row["label"].upper()
            if (row["generation"], row["size_class"]) != ("all", "all") or label in self.bits:
                continue
            if USUAL_LABEL.fullmatch(label):
                rows.setdefault((label, row["class"]), {
                    "label": label, "class": row["class"], "models": int(row["models"]),
                    "median": float(row["bpw_median"]), "low": float(row["bpw_p10"]), "high": float(row["bpw_p90"])})
        return rows

    def write_mixed_labels(self):
        body = ",\n".join("  " + json.dumps(self.mixed[key]) for key in sorted(self.mixed))
        comment = ("Bits per weight measured in published files, by kind of model: median, tenth and ninetieth "
                   "percentile. Written by catalog/tools/import_artefacts.py.")
        with open(os.path.join(self.catalog, "mixed-labels.json"), "w") as file:
            file.write(f'{{\n"comment": {json.dumps(comment)},\n"labels": [\n{body}\n]\n}}\n')


def main():
    run = Import(sys.argv[1], sys.argv[2])
    total = run.write()
    run.write_mixed_labels()
    print(f"{total} bytes")
    if "--report" in sys.argv:
        for reason, count in sorted(run.left_out.items()):
            print(f"{count:7} {reason}")
        for repository, model in sorted(run.foreign):
            print(f"not {model}: {repository}")


if __name__ == "__main__":
    main()
