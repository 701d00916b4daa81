#!/usr/bin/env bash
# Makes dist/plimsoll-VERSION-oci-ARCH.tar, an image for Docker, Podman and Kubernetes, of the portable program $1.
#
# The image holds the program, glibc and nothing else. umoci writes it without a daemon. Load it with
# `podman load -i FILE`, `skopeo copy oci-archive:FILE …` or `ctr image import FILE`.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
program=${1:?usage: build.sh PROGRAM}
version=$(version_of "$program")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
image=$work/image:$version
umoci init --layout "$work/image"
umoci new --image "$image"
files=$work/files
install -D -m 755 "$program" "$files/usr/bin/plimsoll"
strip "$files/usr/bin/plimsoll"
# What the program loads, glibc's parts alone, where the program looks for them.
ldd "$program" | grep -oE '/[^ ]+' | while read -r library; do
  install -D -m 755 "$(readlink -f "$library")" "$files$library"
done
find "$files" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
umoci insert --rootless --image "$image" "$files" / 2>/dev/null
umoci config --image "$image" --config.entrypoint /usr/bin/plimsoll --config.env PATH=/usr/bin --config.env LANG=C.UTF-8 \
  --config.label org.opencontainers.image.title=plimsoll --config.label "org.opencontainers.image.version=$version" \
  --config.label org.opencontainers.image.licenses=GPL-2.0-or-later --created "$(date -u -d "@$SOURCE_DATE_EPOCH" +%FT%TZ)"
umoci gc --layout "$work/image"
install -d "$root/dist"
out=$root/dist/plimsoll-$version-oci-$(uname -m).tar
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work/image" -cf "$out" .
echo "$out"
