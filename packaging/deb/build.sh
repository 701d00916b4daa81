#!/usr/bin/env bash
# Makes dist/plimsoll_VERSION_ARCH.deb of the program $1, which is linked with the distribution's libraries.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
program=${1:?usage: build.sh PROGRAM}
version=$(version_of "$program")
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
stage "$program" "$tree/usr"
mv "$tree/usr/share/zsh/site-functions" "$tree/usr/share/zsh/vendor-completions"
doc=$tree/usr/share/doc/plimsoll
install -m 644 "$here/deb/copyright" "$doc/copyright"
{
  printf 'plimsoll (%s) unstable; urgency=medium\n\n  * See NEWS.gz for what a user can see of each release.\n\n' "$version"
  printf ' -- the authors of plimsoll <plimsoll@users.noreply.github.com>  %s\n' "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n > "$doc/changelog.gz"
gzip -9nc "$root/CHANGELOG.md" > "$doc/NEWS.gz"

# What is linked is found by dpkg-shlibdeps; what is opened by name while running is recommended.
install -d "$work/debian" "$tree/DEBIAN"
printf 'Source: plimsoll\n\nPackage: plimsoll\nArchitecture: any\n' > "$work/debian/control"
linked=$(cd "$work" && dpkg-shlibdeps -O "$tree/usr/bin/plimsoll" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat > "$tree/DEBIAN/control" <<CONTROL
Package: plimsoll
Version: $version
Architecture: $architecture
Maintainer: the authors of plimsoll <plimsoll@users.noreply.github.com>
Installed-Size: $(du -k -s --apparent-size "$tree/usr" | cut -f1)
Depends: $linked
Recommends: libvulkan1, libcurl4, libmicrohttpd12, libglpk40, libncursesw6
Suggests: ollama, mesa-vulkan-drivers
Section: utils
Priority: optional
Description: draws the load line for a computer and local language models
 plimsoll finds out what a machine really has for a language model (control
 groups, NUMA, drivers, other processes), measures it for under a second,
 computes what each model of its catalogue would need and how fast it would
 run, and ranks what is worth running. It prints for a person or as JSON for
 a script, and works without a network.
CONTROL
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
install -d "$root/dist"
dpkg-deb --root-owner-group -Zxz --build "$tree" "$root/dist/plimsoll_${version}_$architecture.deb"
