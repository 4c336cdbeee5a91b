# shellcheck shell=sh disable=SC2034
# Shared by run.sh and test.sh: installs what is missing on Debian and Ubuntu. Sourced, not run.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

say() { printf '%s\n' "loket: $*"; }
stop() { printf '%s\n' "loket: $*" >&2; exit 1; }

# as_root COMMAND...: runs it as root, through sudo where needed.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        stop "please run this as root, or install sudo: missing packages cannot be installed"
    fi
}

# packages NAME...: installs the Debian packages that are missing.
packages() {
    missing=
    for name in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) in
            installed) ;;
            *) missing="$missing $name" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || stop "this is no Debian or Ubuntu; please install:$missing"
    say "installing:$missing"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || say "package lists could not be refreshed; going on with the old ones"
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        stop "could not install:$missing"
}

build_packages="build-essential ca-certificates clang cmake curl libasound2-dev libclang-dev perl pkg-config"
desk_packages="libasound2 libegl1 libgl1 libgl1-mesa-dri libwayland-client0 libwayland-cursor0 libwayland-egl1 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libxkbcommon0 libxrandr2"

# rust: Rust by its usual installer, only if there is none.
rust() {
    account_home=$(getent passwd "$(id -u)" | cut -d: -f6)
    export HOME="${HOME:-$account_home}"
    PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin:$account_home/.cargo/bin
    export PATH
    # A session with a home of its own still finds the account's toolchain.
    if ! cargo --version >/dev/null 2>&1 && RUSTUP_HOME=$account_home/.rustup cargo --version >/dev/null 2>&1; then
        export RUSTUP_HOME="$account_home/.rustup"
    fi
    if ! cargo --version >/dev/null 2>&1; then
        say "installing Rust (https://rustup.rs)"
        curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal -c clippy -c rustfmt >/dev/null ||
            stop "Rust could not be installed; see https://rustup.rs"
    fi
    have=$(rustc --version | cut -d ' ' -f 2)
    want=1.95.0
    [ "$(printf '%s\n%s\n' "$want" "$have" | sort -V | head -n 1)" = "$want" ] ||
        stop "Rust $have is too old, $want or newer is needed: rustup update stable"
}
