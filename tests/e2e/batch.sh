#!/bin/sh
# A batch of approved applicants, made by the command line, is read page by page by programs nobody here wrote: poppler draws
# the pages, zxing-cpp reads every code. Each code must be the one the registry has, each once; card by card and on sheets.
#
#   bin=target/debug sh tests/e2e/batch.sh [CARDS]        # 60 by default; 6000 reads all of a full batch
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
. "$root/tests/e2e/readers.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$readers/bin/python" "$root/tests/e2e/batch.py" "$bin/loket-cli" "$work" "${1:-60}"
