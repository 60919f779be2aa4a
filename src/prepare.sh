# prepare.sh - what src/launch and tests/run share: install what is missing, configure, build.
# Sourced by both with $root set; plain POSIX sh, since a fresh machine has nothing else.

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "$*"
    exit 2
}

# Each need is one line: what proves that it is there | the Debian package | what it is for.
# "command X" looks in PATH, "library X" asks pkg-config, "file X" looks for a path.
needs_build='command cc|gcc|the C compiler
file /usr/include/stdlib.h|libc6-dev|the C library to compile against
command pkg-config|pkg-config|finds the libraries
command meson|meson|describes the build
command ninja|ninja-build|runs the build
command msgfmt|gettext|builds the Spanish texts
library ncursesw|libncurses-dev|draws the screen
library readline|libreadline-dev|edits the command line
library jansson|libjansson-dev|writes JSON
library md4c|libmd4c-dev|reads the lesson and help pages'
needs_test='library cmocka|libcmocka-dev|runs the unit tests
library vterm|libvterm-dev|reads the screens that the tests paint
command tmux|tmux|drives the program as a person would
command screen|screen|the same inside another terminal program
command python3|python3|runs the end-to-end tests
command clang|clang|compiles everything a second time, for its warnings'

is_there() {
    case $1 in
    command) command -v "$2" >/dev/null 2>&1 ;;
    library) pkg-config --exists "$2" 2>/dev/null ;;
    file) [ -e "$2" ] ;;
    esac
}

missing_packages() {
    printf '%s\n' "$1" | while IFS='|' read -r proof package reason; do
        # shellcheck disable=SC2086
        is_there $proof || printf '%s|%s\n' "$package" "$reason"
    done
}

# Installs the packages of the needs given that are not there; says which and why. Needs no terminal.
install_missing() {
    missing=$(missing_packages "$1")
    [ -n "$missing" ] || return 0
    packages=$(printf '%s\n' "$missing" | cut -d'|' -f1 | tr '\n' ' ')
    say "pagelab needs packages that are not installed yet:"
    printf '%s\n' "$missing" | while IFS='|' read -r package reason; do
        say "  $package - $reason"
    done
    command -v apt-get >/dev/null 2>&1 ||
        die "This is no Debian or Ubuntu: please install what these names stand for, then start again."
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            die "Installing needs root: run 'apt-get install $packages' as root, then start again."
        as_root=sudo
    fi
    say "Installing them now with apt-get${as_root:+ (sudo may ask for your password)} ..."
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 || say "(the package lists could not be updated)"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >&2 ||
        die "The packages could not be installed. Run 'apt-get install $packages' yourself and start again."
    still=$(missing_packages "$1" | cut -d'|' -f1 | tr '\n' ' ')
    [ -z "$still" ] || die "Still missing after installing: $still"
}

# build_in FOLDER [meson options]: configures if needed and builds; quiet unless it fails.
build_in() {
    folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        say "Building pagelab (only this once) ..."
        meson setup "$folder" "$root" "$@" >"$folder.log" 2>&1 || {
            tail -n 20 "$folder.log" >&2
            die "Configuring failed; the whole log is in $folder.log"
        }
    fi
    ninja -C "$folder" >"$folder.log" 2>&1 || {
        grep -E -A6 'error:|warning:|FAILED' "$folder.log" | head -n 60 >&2
        die "Building failed; the whole log is in $folder.log"
    }
}

# A folder to build in: beside the sources, or in the cache where those cannot be written.
build_root() {
    if [ -w "$root" ]; then
        printf '%s\n' "$root/build"
    else
        printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/pagelab/build"
    fi
}
