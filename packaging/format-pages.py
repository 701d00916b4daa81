#!/usr/bin/env python3
"""Writes plimsoll-json.5 and plimsoll-catalog.5 from the schemas in docs/schema, which the tests keep equal to the program.

usage: format-pages.py SCHEMA_FOLDER OUTPUT_FOLDER VERSION
"""
import json
import pathlib
import sys

SCHEMAS, OUTPUT, VERSION = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
CATALOGUE = ["catalog", "files", "mixed-labels", "prices", "instances", "energy", "providers", "runtimes"]
ROFF = str.maketrans({
    "\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", "\u2013": "\\-", "\u2026": "..."})


def text(words):
    """`words` as roff text: what roff would act on is told to be text, also a dot that begins a line."""
    words = words.translate(ROFF)
    return "\\&" + words if words.startswith(".") else words


def kind(field):
    """A field's type in words."""
    if "$ref" in field:
        return field["$ref"].rsplit("/", 1)[1].replace("_", " ")
    if "const" in field:
        return json.dumps(field["const"])
    if "enum" in field:
        return "one of " + ", ".join("null" if word is None else str(word) for word in field["enum"])
    if "anyOf" in field or "oneOf" in field:
        return " or ".join(dict.fromkeys(kind(choice) for choice in field.get("anyOf", field.get("oneOf"))))
    names = field.get("type", "any value")
    names = [names] if isinstance(names, str) else names
    words = []
    for name in names:
        if name == "array":
            words.append("list of " + kind(field.get("items", {})))
        elif name == "object" and isinstance(field.get("additionalProperties"), dict):
            words.append("map to " + kind(field["additionalProperties"]))
        else:
            words.append(name)
    return " or ".join(words)


def fields(schema, prefix=""):
    """A .TP for each field of an object; objects without a name of their own are written out below their key."""
    lines, required = [], schema.get("required", [])
    for key, field in schema.get("properties", {}).items():
        if not prefix and key in ("$schema", "comment"):
            continue
        words = kind(field) + ("" if key in required or not required else ", may be absent")
        lines += [".TP", "\\fB" + text(prefix + key) + "\\fR (" + text(words) + ")"]
        lines.append(text(field.get("description", "")) or "\\&")
        for inner, mark in ((field, "."), (field.get("items", {}), "[].")):
            if isinstance(inner, dict) and "properties" in inner:
                lines += fields(inner, prefix + key + mark)
    return lines


def objects(schema):
    """The named objects that a schema's fields refer to."""
    lines = []
    for name, part in sorted(schema.get("$defs", {}).items()):
        lines += [".SS \"" + text(name.replace("_", " ")) + "\""]
        lines.append(text(part.get("description", "") or part.get("title", "")) or "\\&")
        lines += fields(part)
        if "properties" not in part:
            lines += [".PP", text("Is " + kind(part) + ".")]
    return lines


def page(name, abstract, description, names):
    lines = [f'.TH "{text(name.upper())}" 5 "" "plimsoll {text(VERSION)}" "File Formats"', ".SH NAME",
             f"{text(name)} \\- {text(abstract)}", ".SH DESCRIPTION"]
    for index, paragraph in enumerate(description):
        lines += ([".PP"] if index else []) + [text(paragraph)]
    for short in names:
        schema = json.loads((SCHEMAS / f"{short}.schema.json").read_text())
        lines.append(".SH \"" + text(short.upper()) + "\"")
        lines.append(text(schema.get("title", "") + ("." if schema.get("title") else "")) or "\\&")
        if "description" in schema:
            lines += [".PP", text(schema["description"])]
        lines += fields(schema) + objects(schema)
    lines += [".SH SEE ALSO", "\\fBplimsoll\\fR(1)"]
    (OUTPUT / f"{name}.5").write_text("\n".join(lines) + "\n")


def main():
    documents = sorted(path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json"))
    documents = [name for name in documents if name not in CATALOGUE + ["definitions"]] + ["definitions"]
    page("plimsoll-json", "the JSON documents that plimsoll prints", [
        "With --json, or --format json, a command prints one document: snake_case keys in alphabetical order, sizes in bytes, "
        "rates per second, times in seconds, words in lower case. What is not known is null, with an entry in gaps.",
        "Every document has schema, such as plimsoll.fit/1, and most have version. New keys may come; those below keep "
        "their name and meaning. Named objects stand under DEFINITIONS."], documents)
    page("plimsoll-catalog", "the files of plimsoll's catalogue", [
        "The built-in catalogue is JSON. --catalog takes a file or folder of the same form instead of it, and files in "
        "$XDG_CONFIG_HOME/plimsoll/catalog.d are read after it. 'plimsoll catalog check FILE' looks for mistakes."],
        [name for name in CATALOGUE if (SCHEMAS / f"{name}.schema.json").exists()])


main()
