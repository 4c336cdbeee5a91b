#!/bin/sh
# Proves the camera on real V4L2 devices, in a small guest machine that has them:
# a frame of each pixel format becomes a portrait; the assistant tells what is wrong while the scene before the camera changes
# and takes the picture by itself, which gets a card; a stall and an unplugging are survived.
#
#   sh installer/camera-test.sh [OUT]      OUT: where the portraits go (default: a folder that is thrown away)
#
# LOKET_VM_CAMERA  the program that boots the guest (default: ../shared/camera/vm-camera.sh beside the checkout)
# LOKET_IT         the built integration tests (default: built here)
# VM_ENGINE        qemu (default) or uml, see that program
#
# Where the guest cannot be had it says "SKIPPED: ..." and ends well.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
vm=${LOKET_VM_CAMERA:-$here/../shared/camera/vm-camera.sh}
# A guest that hangs while it boots must not hold up all other checks.
export VM_TIMEOUT="${VM_TIMEOUT:-240}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${1:-$work/out}
mkdir -p "$out"
out=$(cd "$out" && pwd)

skip() { echo "SKIPPED: $*"; [ "${failures:-0}" = 0 ] && exit 0 || exit 1; }

[ -r "$vm" ] || skip "no guest with a camera ($vm)"
[ "$(id -u)" = 0 ] || skip "making the guest needs root"
bash "$vm" --prepare || skip "the guest could not be made"

cd "$here"
it=${LOKET_IT:-$(cargo test --locked --test it --no-run 2>&1 | sed -n 's|.*Executable tests/it/main.rs (\(.*\))|\1|p')}
[ -x "$it" ] || { echo "FAILED: no test program"; exit 1; }

# TASK NAME [SETTING=VALUE...]: one boot, one task of tests/it/camera.rs
failures=0
guest() {
  task=$1 name=$2 rc=0
  shift 2
  echo "== $name"
  env LOKET_CAMERA_GUEST="$task" LOKET_CAMERA_FILM="$work" OUT="$out" VM_OUT="$out" \
    VM_ENV="LOKET_CAMERA_GUEST LOKET_CAMERA_FILM LOKET_CAMERA_FORMAT OUT" "$@" \
    bash "$vm" "$it" camera::guest --exact --nocapture || rc=$?
  case $rc in
    0) ;;
    125) skip "the guest did not boot" ;;
    *) echo "FAILED: $name ($rc)"; failures=$((failures + 1)) ;;
  esac
}

LOKET_CAMERA_GUEST=draw OUT="$work" "$it" camera::guest --exact >/dev/null
# Few frames, for each is looked at by networks that an emulated processor runs some fifty times slower.
guest "capture assist stall" "a portrait from MJPG, the assistant, a stall" LOKET_CAMERA_FORMAT=MJPG VM_FORMAT=MJPG VM_SIZE=1280x720 VM_FPS=5 VM_PICTURE="$work/person.jpg"
# An emulated processor needs its time for uncompressed pictures, so these are small.
for format in YUYV:640x480 NV12:640x480 RGB3:640x480 BGR3:640x480; do
  guest capture "a portrait from $format" LOKET_CAMERA_FORMAT="${format%:*}" VM_FORMAT="${format%:*}" VM_SIZE="${format#*:}" VM_FPS=15 VM_PICTURE="$work/person.jpg"
done
guest "capture unplug" "a camera left at 12.5 frames a second, then unplugged while streaming" LOKET_CAMERA_FORMAT= VM_CAMERA=vivid VM_PRE="v4l2-ctl -d0 -p 12.5"

# What the camera saw, on a card.
cli=$(dirname "$(dirname "$it")")/loket-cli
if [ -x "$cli" ] && [ -s "$out/portrait-assist.jpg" ]; then
  echo "== a card of the portrait that was taken by itself"
  if "$cli" portrait check "$out/portrait-assist.jpg" &&
    "$cli" demo "$work/office" --people 1 >/dev/null &&
    "$cli" --office "$work/office" draft example >"$work/draft.toml" &&
    "$cli" --office "$work/office" issue "$work/draft.toml" --photo "$out/portrait-assist.jpg" --out "$out" --json >"$out/card.json"; then
    ls "$out"/*.pdf
  else
    echo "FAILED: a card of that portrait"
    failures=$((failures + 1))
  fi
fi
[ "$failures" = 0 ] || { echo "camera: $failures failed"; exit 1; }
echo "camera: all well"
