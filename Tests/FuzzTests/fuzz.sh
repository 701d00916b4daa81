#!/usr/bin/env bash
# fuzz.sh FUZZER FOLDER RUNS [PARSER …]: runs libFuzzer on each parser; prints how many inputs were tried and what was found.
set -uo pipefail
fuzzer=$1 folder=$2 runs=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
seeds=$folder/seeds corpus=$folder/corpus found=$folder/found
mkdir -p "$seeds" "$corpus" "$found"
# Tables that are made once and kept are no leaks; short stacks and a small quarantine save time.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=2:quarantine_size_mb=16
parsers=${*:-$(SEEDS=$seeds "$fuzzer")}
SEEDS=$seeds "$fuzzer" >/dev/null
failed=0
for parser in $parsers; do
  mkdir -p "$corpus/$parser" "$found/$parser"
  PARSER=$parser "$fuzzer" -runs="$runs" -max_total_time="${SECONDS_EACH:-600}" -timeout=20 -rss_limit_mb=4096 -max_len=4096 \
    -artifact_prefix="$found/$parser/" "$corpus/$parser" "$seeds/$parser" $(ls -d "$here/Corpus/$parser" 2>/dev/null) \
    > "$folder/$parser.log" 2>&1
  code=$?
  count=$(grep -oE '^#[0-9]+' "$folder/$parser.log" | tail -1 | tr -d '#')
  [ $code = 0 ] || failed=1
  printf '%-20s %9s inputs  %s\n' "$parser" "${count:-?}" "$([ $code = 0 ] && echo ok || grep -m1 -E 'Fatal error|ERROR|SUMMARY|deadly' "$folder/$parser.log")"
done
exit $failed
