# shellcheck shell=sh disable=SC2154
# A window of Loket under a display of its own, driven by keys. Sourced by desk.sh and screenshots.sh, which set `bin`.

work=$(mktemp -d)
shots=${SHOTS:-$work}
window=''
display_pid=''
window_pid=''

pass() { printf 'PASS %s\n' "$*"; }
fail() { printf 'FAIL %s\n' "$*" >&2; exit 1; }

end() {
    status=$?
    [ -z "$window_pid" ] || kill "$window_pid" 2>/dev/null || true
    [ -z "$display_pid" ] || kill "$display_pid" 2>/dev/null || true
    if [ "$status" -ne 0 ] && [ -s "$work/window.log" ]; then tail -5 "$work/window.log" >&2; fi
    rm -rf "$work"
    exit "$status"
}
trap end EXIT

# open_display WxH: a display number nobody uses, chosen by the server itself.
open_display() {
    Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp 3>"$work/display" 2>/dev/null &
    display_pid=$!
    tries=50
    while [ ! -s "$work/display" ] && [ "$tries" -gt 0 ]; do sleep .1; tries=$((tries - 1)); done
    [ -s "$work/display" ] || fail "no display"
    DISPLAY=:$(cat "$work/display")
    LIBGL_ALWAYS_SOFTWARE=1
    export DISPLAY LIBGL_ALWAYS_SOFTWARE
}

# open_window ARG...: starts the desk and gives it the keys; there is no window manager to do so.
open_window() {
    [ -n "$display_pid" ] || open_display "${SCREEN:-1366x768}"
    "$bin/loket" "$@" >"$work/window.log" 2>&1 &
    window_pid=$!
    tries=300
    again=2
    while [ "$tries" -gt 0 ]; do
        window=$(xdotool search --onlyvisible --name '^Loket$' 2>/dev/null | head -1) && [ -n "$window" ] && break
        # On a busy machine a display that has just started may refuse its first caller.
        if [ "$again" -gt 0 ] && ! kill -0 "$window_pid" 2>/dev/null; then
            head -3 "$work/window.log" >&2
            again=$((again - 1))
            sleep 1
            "$bin/loket" "$@" >"$work/window.log" 2>&1 &
            window_pid=$!
        fi
        sleep .1
        tries=$((tries - 1))
    done
    [ -n "$window" ] || fail "no window"
    still 1
    xdotool windowfocus "$window"
    still .3
}

close_window() {
    kill "$window_pid" 2>/dev/null || true
    wait "$window_pid" 2>/dev/null || true
    window_pid=''
    window=''
}

still() { sleep "$1"; }
key() { xdotool key --delay 25 "$@"; sleep .08; }
letters() { xdotool type --delay 4 -- "$1"; sleep .08; }
paste() { printf '%s' "$1" | xclip -selection clipboard 2>/dev/null; key ctrl+v; sleep .5; }
shot() { import -window root "$shots/$1.png"; }

# wait_for WHAT COMMAND...: at most 20 seconds.
wait_for() {
    what=$1
    shift
    tries=100
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "waited in vain for: $what"
        sleep .2
    done
}

# fill_form: from the box after the passport zone to the last one, with Tab alone.
fill_form() {
    letters SEOUL; key Tab Tab Tab
    letters kaw; key Tab; key Tab Tab
    key Tab Tab Tab; key Tab
    letters 2C21XX0001-A; key Tab
    letters E23; key Tab
    letters IM1BK00412; key Tab
    letters 1; key Tab
    letters "$(date -d '-7 days' +%d-%m-%Y)"; key Tab
    letters "$(date -d '+358 days' +%d-%m-%Y)"; key Tab
    letters IMK0000001; key Tab
    letters "$(date -d '+358 days' +%d-%m-%Y)"; key Tab
    key Tab
    letters "$(date -d '-20 days' +%d-%m-%Y)"; key Tab
    letters SOEKARNO-HATTA; key Tab
    letters 'JALAN CONTOH NO. 7'; key Tab
    letters 003/007; key Tab
    letters 'kota bek'; key Tab
    letters 'bekasi tim'; key Tab
    letters aren; key Tab
    key Tab Tab
    letters 'PT CONTOH MANUFAKTUR'; key Tab
    letters 9120116543811; key Tab
    letters 'KAWASAN INDUSTRI CONTOH BLOK 9, BEKASI'; key Tab
    letters 'TECHNICAL ADVISOR'; key Tab
    still 1.5
}

# start_permit: a new application, its passport zone pasted, its form filled.
start_permit() {
    key ctrl+n
    paste 'P<KORKIM<<MIN<SU<<<<<<<<<<<<<<<<<<<<<<<<<<<<
M123456788KOR8503127M3106305<<<<<<<<<<<<<<<0'
    fill_form
}

# login NAME: at the login screen, where the cursor waits for a name; the demo's password is the same for all.
login() {
    letters "$1"
    key Tab
    letters contoh
    key Return
    still 2
}

# change_to NAME: locks the desk, which saves and closes the office; another officer logs in.
change_to() {
    still .7
    key ctrl+l
    still 2
    login "$1"
}

# stands OFFICE STATE: the case typed in the window stands there, as the command line tells it.
stands() {
    LOKET_PASSWORD=contoh "$bin/loket-cli" --office "$1" --as kepala --json case list --state "$2" | grep -q 2C21XX0001-A
}

# submit_case OFFICE: from the review to the approver's queue.
submit_case() {
    # The portrait may still be in the making on a slow machine; asking again does no harm until it is submitted.
    tries=15
    until stands "$1" SUBMITTED; do
        [ "$tries" -gt 0 ] || fail "not submitted"
        tries=$((tries - 1))
        key ctrl+Return
        still 1.5
    done
}

# approve_case OFFICE: the head of office opens the queue, sees the card and approves it.
approve_case() {
    key ctrl+2
    still 2
    # The longest waiting comes first; the case typed just now is the last.
    key Next Next Next
    still 2
    shot persetujuan
    key ctrl+Return
    wait_for 'the approval' stands "$1" APPROVED
}

# print_case OFFICE: the operator prints the card, whose file is then in $pdf, and tells that it is good.
print_case() {
    key ctrl+2
    still 2
    key Next Next Next
    still 2
    key ctrl+Return
    wait_for 'the card' stands "$1" IN_PRODUCTION
    still 2
    shot cetak
    key F9
    still 2
    pdf=$(ls "$1"-keluaran/2C21XX0001-A-*.pdf)
}

# hand_over_case OFFICE: the finished card is scanned back by its file, then given to its holder.
hand_over_case() {
    key ctrl+2
    still 2
    key Tab Tab
    letters "$pdf"
    key Return
    wait_for 'the scan' stands "$1" READY
    still 1
    shot serah-terima
    key ctrl+Return
    still 1
    key Return
    wait_for 'the hand-over' stands "$1" HANDED_OVER
}
