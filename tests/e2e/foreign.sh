#!/bin/sh
# A card of each kind, issued by the command line, is read and verified by programs nobody here wrote:
# poppler (pages, fonts, raster), zxing-cpp (QR), claim169 (seal against the exported keys), mrz (TD1).
#
#   bin=target/debug sh tests/e2e/foreign.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/readers.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$readers/bin/python" "$root/tests/e2e/foreign.py" "$bin/loket-cli" "$root/resources/demo/portrait.jpg" "$work"
