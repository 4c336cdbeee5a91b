# shellcheck shell=sh disable=SC2154
# Pictures of a drawn person in several states, played one at a time in place of a camera. Sourced by portrait.sh and
# screenshots.sh, which set `root` and `work`.

# make_film: the states, each a picture of 1280x720; resources/demo/portrait.jpg is of an invented person.
make_film() {
    mkdir -p "$work/states" "$work/stills"
    person=$root/resources/demo/portrait.jpg
    on() { # on NAME WIDTH GRAVITY X: the person so wide, there
        convert -size 1280x720 xc:'#f1f3f6' \( "$person" -resize "$2x" \) -gravity "$3" -geometry "+$4+0" -composite -quality 92 "$work/states/$1.jpg"
    }
    on good 540 south 0
    on far 150 south 0
    on side 540 southwest -150
    convert -size 1280x720 xc:'#f1f3f6' -quality 92 "$work/states/nobody.jpg"
    convert "$work/states/good.jpg" -evaluate multiply .02 -quality 92 "$work/states/dark.jpg"
    convert -size 1280x720 xc:'#f1f3f6' \( "$person" -resize 540x \) -gravity southwest -geometry +60+0 -composite \
        \( "$person" -flop -resize 540x \) -gravity southeast -geometry +60+0 -composite -quality 92 "$work/states/two.jpg"
    # A print of the same person on a table.
    convert -size 1280x720 xc:'#3c2a1a' \( "$person" -resize 500x -background none -rotate 3 \) -gravity center -composite \
        -quality 92 "$work/states/print.jpg"
}

# play NAME: from now on the film shows that state alone.
play() {
    cp "$work/states/$1.jpg" "$work/stills/next.part"
    rm -f "$work"/stills/*.jpg
    mv "$work/stills/next.part" "$work/stills/$1.jpg"
}

# has_portrait: the draft typed in the window has one.
has_portrait() {
    LOKET_PASSWORD=contoh "$bin/loket-cli" --office "$office" --as petugas --json case list --state DRAFT >"$work/drafts"
    tr -d ' \n' <"$work/drafts" | sed 's/},{/}\n{/g' | grep 2C21XX0001-A | grep -q '"portrait":true'
}
cases_have_no_portrait() { ! has_portrait; }
