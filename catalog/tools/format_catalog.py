#!/usr/bin/env python3
"""Write catalog/models/*.json in their one layout: a member per line, lists of objects with an object per line.

Usage: format_catalog.py CATALOG_DIR [--check]      (--check changes nothing and fails if something would)
"""
import glob
import json
import os
import sys


def text(value):
    return json.dumps(value, ensure_ascii=False)


def entry(model):
    """One model; what changes in it changes few lines of a diff."""
    lines = []
    for key, value in model.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join("    " + text(item) for item in value)
            lines.append(f"  {text(key)}: [\n{inner}\n  ]")
        elif key == "provenance":
            inner = ",\n".join(f"    {text(group)}: {text(sources)}" for group, sources in value.items())
            lines.append(f"  {text(key)}: {{\n{inner}\n  }}")
        else:
            lines.append(f"  {text(key)}: {text(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def document(models):
    return '{\n"models": [\n' + ",\n".join(entry(model) for model in models) + "\n]\n}\n"


def main():
    changed = []
    for path in sorted(glob.glob(os.path.join(sys.argv[1], "models", "*.json"))):
        before = open(path).read()
        after = document(json.loads(before)["models"])
        if before != after:
            changed.append(path)
            if "--check" not in sys.argv:
                open(path, "w").write(after)
    for path in changed:
        print(path)
    return 1 if changed and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
