#!/bin/sh
# Installs what is missing and runs every check, the quick ones first.
#
#   sh installer/test.sh
set -eu
# shellcheck source=installer/common.sh
. "$(dirname -- "$0")/common.sh"
cd "$root"

# shellcheck disable=SC2086
packages $build_packages $desk_packages cups cups-client ghostscript imagemagick poppler-utils printer-driver-cups-pdf python3 python3-venv qpdf softhsm2 x11-apps xauth xclip xdotool xvfb
rust
# Debian's npm would bring a second Node.js beside one that is there already.
command -v npm >/dev/null 2>&1 || packages nodejs npm

step() {
    say "== $1 ($(($(date +%s) - started)) s)"
}
started=$(date +%s)
export E2E=1

step "format"
cargo fmt --check

step "lints"
cargo clippy --all-targets --locked -- -D warnings

step "tests"
cargo test --locked

step "documentation"
RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps --locked --lib

step "licences and sources of dependencies"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/loket
if ! cargo deny --version >/dev/null 2>&1; then
    PATH=$PATH:$cache/bin
    if ! cargo deny --version >/dev/null 2>&1; then
        say "building cargo-deny into $cache"
        cargo install --locked --quiet --root "$cache" cargo-deny
    fi
fi
cargo deny --locked check bans licenses sources

bin=${CARGO_TARGET_DIR:-$root/target}/debug
export bin

step "foreign readers"
sh tests/e2e/foreign.sh
sh tests/e2e/degraded.sh

step "a batch read by strangers"
sh tests/e2e/batch.sh

step "sheets and printers"
sh tests/e2e/press.sh

step "strangers judge cards"
sh tests/e2e/stranger.sh

step "desk by keys"
sh tests/e2e/desk.sh

step "the portrait assistant before a film"
sh tests/e2e/portrait.sh

step "press by keys"
sh tests/e2e/cetak.sh

step "patrol by keys"
sh tests/e2e/patrol.sh

step "print shop by keys"
sh tests/e2e/shop.sh

step "camera in a guest"
sh installer/camera-test.sh

step "clean tree"
if git rev-parse --git-dir >/dev/null 2>&1; then
    git diff --exit-code --stat
fi
step "all green"
