#!/usr/bin/env bash
# Tries what lies in dist/ as a new user would: installs each package in isolation, runs it, removes it.
# `make check-packages` makes the packages first. Prints a line for each thing seen; ends with 1 at the first that is wrong.
set -euo pipefail
. "$(dirname "$0")/common.sh"
cd "$root"
deb=$(ls dist/plimsoll_*.deb) wheel=$(ls dist/*.whl) tarball=$(ls dist/*.tar.gz) image=$(ls dist/*-oci-*.tar)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
ok() { passed=$((passed + 1)); echo "ok: $*"; }
skipped=0
skip() { skipped=$((skipped + 1)); echo "skipped: $*"; }
wrong() { echo "wrong: $*" >&2; exit 1; }
# What a package's program must do anywhere: the machine, a simulated question, a document, a recording.
use() { # COMMAND...
  "$@" hardware --json | python3 -m json.tool >/dev/null
  "$@" scan --no-bench --gpu 'RTX 3060 12GB' --ram 32GiB | grep -q 'tok/s'
  "$@" fit qwen3:8b --json --gpu 'RTX 4090' | python3 -c 'import json,sys; assert json.load(sys.stdin)["rows"]'
}

# Reproducible: made again, the same bytes.
first=$(sha256sum < "$tarball")
packaging/tarball.sh .build/portable/release/plimsoll >/dev/null
[ "$first" = "$(sha256sum < "$tarball")" ] || wrong "the archive has other bytes when made again"
(cd dist && sha256sum -c --quiet SHA256SUMS)
ok "tarball: the same bytes twice, $(stat -c %s "$tarball") bytes"
tar -xzf "$tarball" -C "$work"
use "$work"/plimsoll-*-linux-*/bin/plimsoll
! ldd "$work"/plimsoll-*-linux-*/bin/plimsoll | grep -Ev 'linux-vdso|libc\.so|libm\.so|ld-linux' || wrong "the portable program needs more than glibc"
ok "tarball: runs, and needs glibc alone"
for program in .build/release/plimsoll .build/portable/release/plimsoll; do
  ! readelf -d "$program" | grep -E 'RUNPATH|RPATH' || wrong "$program loads libraries from beside itself"
  size=$(strip -o "$work/stripped" "$program" && stat -c %s "$work/stripped")
  [ "$size" -le 20000000 ] || wrong "$program has $size bytes stripped, of 20000000 at most"
done
ok "program: no library from beside it, $size bytes stripped"

# The Debian package in a root of its own, kept from one run to the next.
lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs,no-manual-page "$deb"
ok "deb: lintian"
sandbox=.build/debian-root
# Entering a root of one's own takes root and the right to mount, which some containers do not give.
mkdir -p $sandbox/proc
can_enter=no
if [ "$(id -u)" = 0 ] && mount -t proc proc $sandbox/proc 2>/dev/null; then
  umount $sandbox/proc
  can_enter=yes
fi
if [ $can_enter = yes ]; then
  if [ ! -e $sandbox/complete ]; then
    rm -rf $sandbox/*
    debootstrap --variant=minbase --include=python3-minimal "$(. /etc/os-release; echo "$VERSION_CODENAME")" $sandbox >/dev/null
    touch $sandbox/complete
  fi
  inside() { chroot $sandbox env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
  before=$(cd $sandbox && find usr etc -not -path '*/__pycache__*' | sort | sha256sum)
  inside mountpoint -q /proc || mount -t proc proc $sandbox/proc
  trap 'umount $sandbox/proc 2>/dev/null || true; rm -rf "$work"' EXIT
  cp "$deb" $sandbox/tmp/plimsoll.deb
  inside apt-get update -qq
  inside apt-get install -y -qq --no-install-recommends /tmp/plimsoll.deb >/dev/null 2>&1
  use chroot $sandbox plimsoll
  inside su nobody -s /bin/sh -c 'plimsoll scan --no-bench --gpu none --ram 16GiB' | grep -q 'tok/s'
  inside apt-get install -y -qq --reinstall /tmp/plimsoll.deb >/dev/null 2>&1
  inside apt-get purge -y -qq --auto-remove plimsoll >/dev/null 2>&1
  after=$(cd $sandbox && find usr etc -not -path '*/__pycache__*' | sort | sha256sum)
  [ "$before" = "$after" ] || wrong "the Debian package leaves files behind"
  ok "deb: installed, run as root and as nobody, upgraded, removed without a trace"
else
  skip "deb: this place does not let anyone enter a root of their own"
fi

# The wheel where neither libpci nor hwloc is: an empty root with Python and pip from the wheel's own index alone.
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --no-index "$wheel"
mkdir "$work/empty"
(
  cd "$work/empty"
  use "$work/venv/bin/plimsoll"
  use "$work/venv/bin/python" -m plimsoll
  "$work/venv/bin/python" "$root/packaging/wheel/test_module.py"
  "$work/venv/bin/plimsoll" record mine && use "$work/venv/bin/plimsoll" && "$work/venv/bin/plimsoll" hardware --root mine >/dev/null
)
"$work/venv/bin/pip" uninstall -q -y plimsoll
[ ! -e "$work/venv/bin/plimsoll" ] || wrong "the wheel leaves its program behind"
ok "wheel: $(basename "$wheel"), $(stat -c %s "$wheel") bytes: installed, run, imported, removed"
if [ $can_enter = yes ]; then
  python3 -m zipfile -e "$wheel" $sandbox/tmp/wheel
  program=$(cd $sandbox && ls tmp/wheel/*/scripts/plimsoll)
  chmod 755 "$sandbox/$program"
  [ -z "$(find $sandbox/usr/lib -name 'libpci.so*' -o -name 'libhwloc.so*')" ] || wrong "the root has the libraries"
  use chroot $sandbox "/$program"
  inside "/$program" record /tmp/mine 2>/dev/null
  rm -rf $sandbox/tmp/*
  ok "wheel: its program runs where libpci and hwloc are not"
else
  skip "wheel: in a root without libpci and hwloc"
fi

# The image's one layer, unpacked and entered.
mkdir "$work/oci" "$work/bundle"
tar -xf "$image" -C "$work/oci"
if [ $can_enter = yes ]; then
  umoci unpack --image "$work/oci:$(version_of .build/portable/release/plimsoll)" "$work/bundle/b" >/dev/null
  use chroot "$work/bundle/b/rootfs" /usr/bin/plimsoll
  ok "image: $(stat -c %s "$image") bytes: runs with nothing beside it"
else
  skip "image: entered"
fi

# Manual pages and completions, in the programs that read them.
# A page has no date: it is the version's, and the same program gives the same bytes.
for page in "$work"/plimsoll-*-linux-*/share/man/man[15]/*.gz; do
  gunzip -c "$page" | mandoc -T lint -W warning | grep -v 'missing date' >"$work/lint" || true
  [ ! -s "$work/lint" ] || { cat "$work/lint" >&2; wrong "$page"; }
done
ok "manual pages: mandoc has no warning"
PATH=$(echo "$work"/plimsoll-*-linux-*/bin):$PATH packaging/check-completions.sh
ok "completions: bash, zsh and fish"
echo "$passed passed, 0 failed, $skipped skipped"
