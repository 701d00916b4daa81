#!/usr/bin/env bash
# Puts static forms of the libraries that plimsoll links into the folder $1, for a program that needs glibc alone.
#
# A folder that holds only archives and stands first in the linker's search path makes the linker take them, without any
# flag in Package.swift. hwloc and expat come as archives in Debian's -dev packages (as the compiler's runtime does, which every
# build links so); pciutils does not, so its library is built from Debian's source package, whose signature apt checks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: static-libraries.sh FOLDER}
[ -e "$out/complete" ] && exit 0
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

sources() { # apt-get with Debian's sources alone, and without touching the machine's own lists
  apt-get -qq -o Dir::Etc::sourcelist="$work/deb-src.sources" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$work/lists" -o Dir::Cache::srcpkgcache= -o Dir::Cache::pkgcache= -o APT::Sandbox::User=root "$@"
}
mkdir -p lists/partial
# The machine's own archive, release and keys, asked for sources.
if [ -e /etc/apt/sources.list.d/debian.sources ]; then
  sed -n '/^$/q; s/^Types:.*/Types: deb-src/; p' /etc/apt/sources.list.d/debian.sources > deb-src.sources
else
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list > deb-src.list && mv deb-src.list deb-src.sources
fi
sources update
sources source pciutils
cd pciutils-*/
# The options leave out what plimsoll does not use: names from compressed lists, DNS and udev's database.
make -s lib/libpci.a SHARED=no ZLIB=no DNS=no HWDB=no LIBKMOD=no OPT='-O2 -fPIC' >/dev/null
cp lib/libpci.a "$out/"
cd "$work"

libraries=$(dirname "$(gcc -print-file-name=libhwloc.a)")
cp "$libraries/libhwloc.a" "$out/"
gcc -O2 -fPIC -c "$here/no-udev.c" -o no-udev.o
ar r "$out/libhwloc.a" no-udev.o
cp "$libraries/libexpat.a" "$out/" 2>/dev/null || true
# pkg-config names a folder of its own for each library; these files, found through PKG_CONFIG_PATH, name this one instead.
for library in hwloc expat; do
  printf 'Name: %s\nDescription: static\nVersion: 0\nLibs: -L%s -l%s\nCflags:\n' $library "$out" $library > "$out/$library.pc"
done
touch "$out/complete"
