#!/usr/bin/env python3
"""Write catalog/pci-names.ids: the names of graphics and accelerators from the list of PCI ids, in the list's own form.

Usage: pci_names.py PCI_IDS PROJECT_DIR

The list (https://pci-ids.ucw.cz, GPL-2.0-or-later or BSD-3-Clause) says nothing about a device's class. Of makers of
little else every device is kept, of the others those whose name speaks of graphics or of accelerating.
"""
import re
import sys

WHOLE = {
    "10de", "1002", "102b", "1a03", "121a", "1023", "5333", "18ca", "1da3", "1e60", "1ac1", "1e52", "1efb", "1f4b",
    "1cb5", "1eb1", "1e57", "1cc9", "cabc", "1e3e", "1ed2", "1eff", "1bfd", "1ed5", "0731", "1d17", "1234", "106b",
}
PART = {
    "8086", "1022", "1af4", "1b36", "15ad", "80ee", "1414", "1013", "1039", "1106", "126f", "19e5", "17cb", "1d0f",
    "5853", "14e4", "104a", "1100", "0014", "1010", "1d94", "1ab8", "1f4f", "8510", "1d22", "1e67", "1db7", "1014",
}
WORDS = re.compile(
    r"graphic|\bgpu\b|\bgt ?\d|\barc\b|\bxe\b|vga|video|\bnpu\b|\bvpu\b|display|\biris\b|accelerator|neural|data center|"
    r"max series|ai engine|ipu|svga|qxl|cloud ai|ascend|signal processing|gd 5|s3|chrome|unichrome|framebuffer|d3d|"
    r"volari|mirage|real256|test device", re.IGNORECASE)


def main(source, project):
    with open(source, encoding="utf-8") as file:
        lines = file.readlines()
    version = next(line.split("Version:")[1].strip() for line in lines if "Version:" in line)
    kept, maker = [], None
    current = None
    for line in lines:
        if line.startswith("C "):
            break
        if line.startswith("#") or not line.strip() or line.startswith("\t\t"):
            continue
        if not line.startswith("\t"):
            current = line
            continue
        number = current[:4]
        if number in WHOLE or (number in PART and WORDS.search(line[7:])):
            if maker != current:
                maker = current
                kept.append(current)
            kept.append(line)
    header = [
        "# Names of graphics and accelerators, selected from the list of PCI ids by catalog/tools/pci_names.py.\n",
        "# The list is at https://pci-ids.ucw.cz, under GPL-2.0-or-later or BSD-3-Clause.\n",
        f"#\tVersion: {version}\n",
    ]
    with open(f"{project}/catalog/pci-names.ids", "w", encoding="utf-8") as file:
        file.writelines(header + kept)
    print(f"{len(kept)} lines of version {version}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
