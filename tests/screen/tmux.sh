#!/bin/sh
# tmux - the real path through a terminal that people use, with a shell below: type the sheet's call, make
# a mistake, take it back, suspend and resume, resize, quit; then look at the modes of the terminal.
#   tmux.sh PAGELAB
set -u
exe=$1
name=pagelab-screen-$$
state=$(mktemp -d)
count=0

cleanup() {
    tmux -L "$name" kill-server 2>/dev/null
    rm -rf "$state"
}
trap cleanup EXIT INT TERM

mux() { tmux -L "$name" -f /dev/null "$@"; }
screen() { mux capture-pane -p -t lab; }
keys() { mux send-keys -t lab "$@"; }
type_line() {
    mux send-keys -t lab -l "$1"
    keys Enter
}
# ok NAME STATUS
ok() {
    count=$((count + 1))
    if [ "$2" = 0 ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        screen | sed 's/^/# /'
    fi
}
# expect NAME TEXT: until TEXT is on the screen, at most 10 s
expect() {
    tries=0
    while [ $tries -lt 100 ]; do
        if screen | grep -qF -- "$2"; then
            ok "$1" 0
            return
        fi
        sleep 0.1
        tries=$((tries + 1))
    done
    ok "$1" 1
}

echo 1..12
unset TMUX NO_COLOR LINES COLUMNS LANGUAGE
LC_ALL=C.UTF-8 XDG_STATE_HOME=$state INPUTRC=/dev/null mux new-session -d -s lab -x 80 -y 24 \
    "PS1='ready\$ ' ENV= sh -i"
mux set-option -g escape-time 0 >/dev/null
expect "a shell waits" 'ready$'
type_line "'$exe' --lang en"
expect "the lab opens" 'step 0 of 0'
type_line 'VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE)'
expect "the sheet's call reserves eight pages" '8 pages free -> reserved'
expect "and they stand on the map at their address" '40000000│░░░░░░░░╌'
type_line 'VirtualFree((void *)0x40000000, 8*4096, MEM_RELEASE)'
expect "a mistake is explained" 'ERROR_INVALID_PARAMETER'
keys C-z
expect "Ctrl-Z takes it back" 'step 1 of 2'
type_line suspend
expect "suspend gives the shell back" 'ready$'
mux resize-window -t lab -x 100 -y 30
type_line fg
expect "fg brings the lab back" 'step 1 of 2'
expect "in the new size" '1 cell = 1 page'
[ "$(screen | wc -l)" = 30 ] && screen | tail -1 | grep -q F10
ok "the keys stand in the last line" $?
keys F10
expect "F10 leaves" 'ready$'
keys C-l
type_line 'stty -a | grep -qE -e "-(icanon|isig|echo) " && echo modes=r""aw || echo modes=co""oked'
expect "the terminal is cooked again" 'modes=cooked'
