#!/bin/sh
# Has a job's file (.loketjob) open in Loket when it is double-clicked, for this person alone.
#
#   sh installer/linux/associate.sh FOLDER     where the program loket lies
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
bin=$(CDPATH='' cd -- "$1" && pwd)/loket
[ -x "$bin" ] || { printf '%s\n' "loket: no program at $bin" >&2; exit 1; }
data=${XDG_DATA_HOME:-$HOME/.local/share}
mkdir -p "$data/applications" "$data/mime/packages"
# Quoted as the Desktop Entry Specification wants it: the folder may hold a blank.
sed "s|^Exec=loket |Exec=\"$bin\" |" "$here/loket.desktop" >"$data/applications/loket.desktop"
cp "$here/loket-job.xml" "$data/mime/packages/loket-job.xml"
# Desks read the folders themselves where these programs are not there.
if command -v update-mime-database >/dev/null 2>&1; then update-mime-database "$data/mime"; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q "$data/applications"; fi
if command -v xdg-mime >/dev/null 2>&1; then xdg-mime default loket.desktop application/x-loket-job; fi
