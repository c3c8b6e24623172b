#!/bin/sh
# Runs every fuzz target for FUZZ_SECONDS (20) on its seeds, under ASan and UBSan. New inputs stay out of the tree.
set -eu
cd "$(dirname "$0")/.."
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
passed=0
failed=0
for target in build-fuzz/fuzz/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=${target##*/fuzz_}
    found=$(mktemp -d)
    echo "-- fuzzing $name for ${FUZZ_SECONDS:-20} s"
    if "$target" -max_total_time="${FUZZ_SECONDS:-20}" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix=build-fuzz/ "$found" "fuzz/corpus/$name" >"build-fuzz/$name.log" 2>&1; then
        grep -E 'number_of_executed_units|peak_rss' "build-fuzz/$name.log"
        passed=$((passed + 1))
    else
        tail -n 40 "build-fuzz/$name.log"
        failed=$((failed + 1))
    fi
    rm -rf "$found"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
