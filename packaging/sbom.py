#!/usr/bin/env python3
"""Prints what is inside the portable program as an SPDX 2.3 document.

usage: sbom.py PROGRAM VERSION

The versions are those of the Debian packages that the archives were taken from on this machine, and of the Swift toolchain.
The document has no random part: the same program gives the same bytes.
"""
import hashlib
import json
import os
import subprocess
import sys
import time

# Name, Debian package that tells its version, licence, and where it comes from.
PARTS = [
    ("pciutils", "libpci-dev", "GPL-2.0-or-later", "https://mj.ucw.cz/sw/pciutils/"),
    ("hwloc", "libhwloc-dev", "BSD-3-Clause", "https://www.open-mpi.org/projects/hwloc/"),
    ("expat", "libexpat1-dev", "MIT", "https://libexpat.github.io/"),
    ("libstdc++", "libstdc++-12-dev", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org/"),
    ("libgcc", "libgcc-12-dev", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org/"),
]


def output(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def package(identifier, name, version, licence, home):
    return {
        "SPDXID": "SPDXRef-" + identifier,
        "name": name,
        "versionInfo": version,
        "downloadLocation": home,
        "filesAnalyzed": False,
        "licenseConcluded": licence,
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
    }


def main():
    program, version = sys.argv[1:3]
    with open(program, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    own = package("plimsoll", "plimsoll", version, "GPL-2.0-or-later", "NOASSERTION")
    own["checksums"] = [{"algorithm": "SHA256", "checksumValue": digest}]
    packages = [own]
    for name, debian, licence, home in PARTS:
        found = output("dpkg-query", "-W", "-f", "${Version}", debian)
        if found:
            packages.append(package(name.replace("+", "p"), name, found, licence, home))
    swift = output("swift", "--version").splitlines()
    packages.append(
        package("swift", "Swift standard library", (swift or ["unknown"])[0], "Apache-2.0 WITH Swift-exception", "https://swift.org/")
    )
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"plimsoll-{version}",
        "documentNamespace": f"urn:plimsoll:{version}:{digest}",
        "creationInfo": {
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch)),
            "creators": ["Tool: packaging/sbom.py"],
        },
        "packages": packages,
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-plimsoll"}
        ]
        + [
            {"spdxElementId": "SPDXRef-plimsoll", "relationshipType": "STATIC_LINK", "relatedSpdxElement": part["SPDXID"]}
            for part in packages[1:]
        ],
    }
    print(json.dumps(document, indent=2, sort_keys=True))


main()
