#!/bin/sh
# Cards judged by a stranger with nothing but what the office publishes: JWKS and status lists. Two COSE stacks and a Token
# Status List reader nobody here wrote (claim169, cwt; @auth0/cose with @owf/token-status-list) must agree with our verdict.
#
#   bin=target/debug CARDS=200 sh tests/e2e/stranger.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/loket
python=$cache/strangers/bin/python
node=$cache/strangers-node

if ! "$python" -c 'import base45, claim169, cwt, PIL, zxingcpp' 2>/dev/null; then
    rm -rf "$cache/strangers"
    python3 -m venv "$cache/strangers"
    "$cache/strangers/bin/pip" install --quiet --disable-pip-version-check \
        base45==0.4.4 claim169==0.3.0 cwt==3.3.0 pillow zxing-cpp
fi
if ! [ -d "$node/node_modules/@owf/token-status-list" ]; then
    rm -rf "$node"
    mkdir -p "$node"
    (cd "$node" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund \
        @auth0/cose@1.0.2 @owf/token-status-list@0.3.0-alpha-20260508181749)
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$root/tests/e2e/stranger.mjs" "$node/"
"$python" "$root/tests/e2e/stranger.py" "$bin/loket-cli" "$node/stranger.mjs" "$work" "${CARDS:-24}"
