# shellcheck shell=sh
# Programs that read cards and that nobody here wrote, in a folder of their own; sets $readers. Sourced, not run.
readers=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/loket/readers

if ! "$readers/bin/python" -c 'import claim169, mrz, PIL, zxingcpp' 2>/dev/null; then
    rm -rf "$readers"
    python3 -m venv "$readers"
    "$readers/bin/pip" install --quiet --disable-pip-version-check \
        claim169==0.3.0 mrz==0.6.2 pillow zxing-cpp
fi
