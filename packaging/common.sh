# What the packaging scripts share; sourced with `here` unset. Every script is called with the program to pack.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
# One home for the version: the program itself.
version_of() { "$1" --version | sed -n '1s/^plimsoll \([^ ]*\).*/\1/p'; }
# Reproducible: every date in a package is that of the last commit.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/CHANGELOG.md")}
export LC_ALL=C TZ=UTC
umask 022

# The program, its manual pages, completions and papers below $2 (a prefix such as DIR/usr), as every package has them.
stage() { # PROGRAM PREFIX
  local program=$1 prefix=$2 page
  local pages
  install -d "$prefix/bin" "$prefix/share/man/man1" "$prefix/share/man/man5" "$prefix/share/bash-completion/completions" \
    "$prefix/share/zsh/site-functions" "$prefix/share/fish/vendor_completions.d" "$prefix/share/doc/plimsoll"
  install -m 755 "$program" "$prefix/bin/plimsoll"
  strip --remove-section=.comment --remove-section=.note "$prefix/bin/plimsoll"
  for page in $("$program" __manual); do
    "$program" __manual "$page" | gzip -9n > "$prefix/share/man/man1/$page.gz"
  done
  pages=$(mktemp -d)
  python3 "$root/packaging/format-pages.py" "$root/docs/schema" "$pages" "$(version_of "$program")"
  for page in "$pages"/*.5; do gzip -9n < "$page" > "$prefix/share/man/man5/$(basename "$page").gz"; done
  rm -rf "$pages"
  "$program" completions bash > "$prefix/share/bash-completion/completions/plimsoll"
  "$program" completions zsh > "$prefix/share/zsh/site-functions/_plimsoll"
  "$program" completions fish > "$prefix/share/fish/vendor_completions.d/plimsoll.fish"
  install -m 644 "$root/README.md" "$prefix/share/doc/plimsoll/README.md"
  chmod -R u=rwX,go=rX "$prefix"
  find "$prefix" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}
