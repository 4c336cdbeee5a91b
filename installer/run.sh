#!/bin/sh
# Installs what is missing, builds Loket, makes a demo office the first time, and opens the desk.
# Without a display it does the same main job on the command line and says where the card is.
#
#   sh installer/run.sh [OPTIONS OF loket...]
set -eu
# shellcheck source=installer/common.sh
. "$(dirname -- "$0")/common.sh"
cd "$root"

# shellcheck disable=SC2086
packages $build_packages $desk_packages
rust

say "building; the first time takes about twenty minutes"
cargo build --release --locked
bin=${CARGO_TARGET_DIR:-$root/target}/release

data=${XDG_DATA_HOME:-$HOME/.local/share}/loket
office=$data/demo
if [ ! -e "$office/settings.toml" ]; then
    mkdir -p "$data"
    say "making a demo office with 200 invented residents in $office"
    "$bin/loket-cli" demo "$office" --people 200 --seed 7
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    sh installer/linux/associate.sh "$bin" || say "a print shop's job does not open by a double click here"
    exec "$bin/loket" --office "$office" "$@"
fi

say "no display here, so the main job runs on the command line"
out=$data/out
mkdir -p "$out"
draft=$out/draft.toml
"$bin/loket-cli" --office "$office" draft example >"$draft"
"$bin/loket-cli" --office "$office" issue "$draft" --photo "$root/resources/demo/portrait.jpg" --out "$out"
say "the card is in $out"
