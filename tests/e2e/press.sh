#!/bin/sh
# Sheets judged by programs nobody here wrote (qpdf, pikepdf, Poppler, Ghostscript, zxing-cpp), and a card and a run of cards
# printed through a real CUPS queue whose paper is read back.
#
#   bin=target/debug sh tests/e2e/press.sh
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
bin=${bin:-$root/target/debug}
readers=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/loket/press-readers
# shellcheck source=tests/e2e/cups.sh
. "$root/tests/e2e/cups.sh"

if ! "$readers/bin/python" -c 'import pikepdf, PIL, zxingcpp' 2>/dev/null; then
    rm -rf "$readers"
    python3 -m venv "$readers"
    "$readers/bin/pip" install --quiet --disable-pip-version-check pikepdf pillow zxing-cpp
fi

work=$(mktemp -d)
# The filters of a CUPS are nobody in particular: they must get at its folders below.
chmod 711 "$work"
trap 'stop_cups; rm -rf "$work"' EXIT
if [ "$(id -u)" = 0 ] && [ -x /usr/sbin/cupsd ] && [ -x /usr/lib/cups/backend/cups-pdf ]; then
    # The driver's description prints one side only; the other queue prints both.
    ppd=/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd
    sed 's|^\*OpenUI \*PageSize|*OpenUI *Duplex/Duplex: PickOne\
*OrderDependency: 20 AnySetup *Duplex\
*DefaultDuplex: None\
*Duplex None/Off: ""\
*Duplex DuplexNoTumble/Long: ""\
*Duplex DuplexTumble/Short: ""\
*CloseUI: *Duplex\
\
&|' $ppd >"$work/duplex.ppd"
    start_cups "$work/cups"
    lpadmin -p kartu -E -v cups-pdf:/ -P "$work/duplex.ppd" -D "Kartu uji" 2>/dev/null
    lpadmin -p satu-sisi -E -v cups-pdf:/ -P $ppd 2>/dev/null
    # Jobs of somebody the system does not know land where everybody may read them.
    USER=loket-e2e
    export USER
    queue=kartu
else
    echo "no CUPS to be started here (wants root, cups, printer-driver-cups-pdf): the queue is not tried" >&2
    queue=
fi
"$readers/bin/python" "$root/tests/e2e/press.py" "$bin/loket-cli" "$work" $queue
