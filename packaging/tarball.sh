#!/usr/bin/env bash
# Makes dist/plimsoll-VERSION-linux-ARCH.tar.gz of the portable program $1, with its list of contents (SPDX).
set -euo pipefail
. "$(dirname "$0")/common.sh"
program=${1:?usage: tarball.sh PROGRAM}
version=$(version_of "$program")
name=plimsoll-$version-linux-$(uname -m)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
stage "$program" "$work/$name"
install -m 644 "$root/LICENSE" "$work/$name/LICENSE"
python3 "$here/sbom.py" "$work/$name/bin/plimsoll" "$version" > "$work/$name/plimsoll.spdx.json"
find "$work/$name" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
install -d "$root/dist"
tar --sort=name --owner=0 --group=0 --numeric-owner --format=ustar --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -cf - "$name" \
  | gzip -9n > "$root/dist/$name.tar.gz"
cp "$work/$name/plimsoll.spdx.json" "$root/dist/$name.spdx.json"
(cd "$root/dist" && sha256sum "$name.tar.gz" "$name.spdx.json" > SHA256SUMS)
echo "$root/dist/$name.tar.gz"
