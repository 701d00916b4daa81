#!/usr/bin/env python3
"""Write Sources/CCatalog/CCatalog.c: one entry for each file under catalog/ that the binary carries.

Usage: embed_files.py PROJECT_DIR
"""
import glob
import os
import sys

project = sys.argv[1]
folder = os.path.join(project, "catalog")
names = sorted(os.path.relpath(path, folder) for path in glob.glob(folder + "/**/*.*", recursive=True)
               if path.endswith((".json", ".jsonl", ".ids")) and not os.path.relpath(path, folder).startswith(("schema", "tools")))
lines = [
    "/* Written by catalog/tools/embed_files.py: the catalogue's files as bytes inside the binary. */",
    '#include "CCatalog.h"', "",
]
for index, name in enumerate(names):
    lines += [f"static const unsigned char file{index}[] = {{", f'#embed "../../catalog/{name}"', "};"]
lines += ["", "static const struct plimsoll_embedded_file files[] = {"]
lines += [f'    {{"{name}", file{index}, sizeof file{index}}},' for index, name in enumerate(names)]
lines += [
    "};", "",
    "size_t plimsoll_embedded_file_count(void) { return sizeof files / sizeof files[0]; }", "",
    "struct plimsoll_embedded_file plimsoll_embedded_file_at(size_t index) { return files[index]; }", "",
]
with open(os.path.join(project, "Sources/CCatalog/CCatalog.c"), "w") as file:
    file.write("\n".join(lines))
