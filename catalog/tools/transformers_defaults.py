#!/usr/bin/env python3
"""Write catalog/transformers.json: what transformers' configuration classes fill in where a config.json is silent.

Usage: transformers_defaults.py MODELS_DIR VERSION PROJECT_DIR

MODELS_DIR is transformers/models of an unpacked wheel; nothing of it is run. Only the model types that a family under
Sources/Architectures/Families names are written, and of composite models the type of their text part.
"""
import ast
import glob
import json
import os
import re
import sys

models, version, project = sys.argv[1:4]
families = "".join(open(path).read() for path in glob.glob(project + "/Sources/Architectures/Families/*.swift"))
known = {key for part in re.findall(r"modelTypes: \[([^\]]*)\]", families) for key in re.findall(r'"([^"]+)":', part)}
# What does not change the number or size of tensors, or what is kept of a token.
IRRELEVANT = re.compile(
    r"dropout|pdrop|_eps|epsilon|theta|cache|token|_act|activation|initializer|loss|output_|pretraining|scal|rope"
    r"|logit|softcap|norm_|clip|jitter|mup|implementation|chunk_size_feed|transformers|_type$|_fn$|problem|return|kernels"
    r"|n_group|topk_group|routed|aux|router|route|interpolation|inplace|is_|add_cross|query_pre|upcast|in_fp32|scalar")

KEPT = {"qk_rope_head_dim", "n_routed_experts", "num_experts_per_tok", "num_experts_per_token", "experts_per_token"}


def constant(node):
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def fields(cls, classes, seen=()):
    """Values of a class and of those it builds on, in one file."""
    result, maps, subs = {}, {}, {}
    for base in cls.bases:
        name = getattr(base, "id", "")
        if name in classes and name not in seen:
            parent = fields(classes[name], classes, seen + (cls.name,))
            for mine, theirs in zip((result, maps, subs), parent):
                mine.update(theirs)
    for item in cls.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and item.value is not None:
            result[item.target.id] = constant(item.value)
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            name = item.targets[0].id
            if name == "attribute_map":
                maps.update(constant(item.value) or {})
            elif name in ("sub_configs", "sub_configs_defaults") and isinstance(item.value, ast.Dict):
                for key, value in zip(item.value.keys, item.value.values):
                    spec = {k.arg: constant(k.value) for k in getattr(value, "keywords", [])}
                    subs[constant(key)] = spec.get("model_type") or getattr(value, "id", None)
            else:
                result[name] = constant(item.value)
    return result, maps, subs


types, texts = {}, {}
for path in sorted(glob.glob(models + "/*/configuration_*.py")):
    classes = {node.name: node for node in ast.parse(open(path).read()).body if isinstance(node, ast.ClassDef)}
    for cls in classes.values():
        values, maps, subs = fields(cls, classes)
        kind = values.get("model_type")
        if not isinstance(kind, str) or not kind:
            continue
        for key in ("text_config", "llm_config", "language_config", "decoder"):
            named = subs.get(key)
            part = classes.get(named) if isinstance(named, str) else None
            if part is not None and fields(part, classes)[0].get("model_type"):
                texts[kind] = fields(part, classes)[0]["model_type"]
            elif isinstance(named, str) and part is None:
                texts[kind] = named
        if kind not in known:
            continue
        wanted = {
            key: value for key, value in values.items()
            if (key in KEPT or not IRRELEVANT.search(key)) and (value is None or isinstance(value, (bool, int)))
        }
        for key in ("tie_word_embeddings",):
            if key in values:
                wanted[key] = values[key]
        names = {new: old for new, old in maps.items() if not IRRELEVANT.search(new)}
        types[kind] = {"defaults": {k: v for k, v in sorted(wanted.items()) if v is not None}}
        if names:
            types[kind]["other_names"] = dict(sorted(names.items()))

lines = ['{', '"comment": "What configuration classes of transformers fill in; written by catalog/tools/transformers_defaults.py.",',
         f'"transformers": "{version}",', '"text_types": {']
lines += [f'    {json.dumps(a)}: {json.dumps(b)},' for a, b in sorted(texts.items()) if a != b and b in known]
lines[-1] = lines[-1].rstrip(",")
lines += ['},', '"types": {']
lines += [f'    {json.dumps(kind)}: {json.dumps(facts)},' for kind, facts in sorted(types.items())]
lines[-1] = lines[-1].rstrip(",")
lines += ['}', '}', '']
text = "\n".join(lines)
json.loads(text)
open(os.path.join(project, "catalog/transformers.json"), "w").write(text)
print(len(types), "types,", len(texts), "composite; without defaults:", sorted(known - set(types)))
