#!/bin/sh
# Fuzzes every parser of the pure rooms, one after the other, and tells executions, coverage and what broke.
#
#   sh installer/fuzz.sh [SECONDS_EACH] [TARGET...]
#
# Seeds lie in tests/fuzz/seeds; what a run learns and what breaks it goes to the cache folder, not to the checkout.
set -eu
# shellcheck source=installer/common.sh
. "$(dirname -- "$0")/common.sh"
cd "$root"

seconds=${1:-60}
[ $# = 0 ] || shift

# shellcheck disable=SC2086
packages $build_packages
rust

cache=${XDG_CACHE_HOME:-$HOME/.cache}/loket
PATH=$PATH:$cache/bin
if ! cargo fuzz --version >/dev/null 2>&1; then
    say "building cargo-fuzz into $cache"
    cargo install --locked --quiet --root "$cache" cargo-fuzz
fi
# The rooms hold no unsafe code, so no sanitizer is needed; coverage counters of a stable compiler ask for this.
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR="$cache/fuzz/target"
cargo fuzz build --fuzz-dir tests/fuzz --sanitizer none --release

[ $# != 0 ] || set -- $(cargo fuzz list --fuzz-dir tests/fuzz)
failed=
for target in "$@"; do
    known=$cache/fuzz/corpus/$target
    broken=$cache/fuzz/broken/$target
    mkdir -p "$known" "$broken"
    log=$cache/fuzz/$target.log
    bin=$(find "$CARGO_TARGET_DIR" -type f -name "$target" -path '*/release/*' -perm -u+x | head -n 1)
    if "$bin" "$known" "tests/fuzz/seeds/$target" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$broken/" -print_final_stats=1 >"$log" 2>&1; then
        say "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs, $(grep -o 'cov: [0-9]*' "$log" | tail -n 1), whole"
    else
        say "$target: BROKEN, see $log and $broken"
        failed=1
    fi
done
[ -z "$failed" ] || stop "a parser broke"
