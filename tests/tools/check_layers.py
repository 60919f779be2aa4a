#!/usr/bin/env python3
"""The layers as a test: who may include whom.

    check_layers.py ROOT

Arrows run downward only (the table below is the plan's). Also: curses only in src/tui, no system header in
the pure rooms, no '..' in an include, a private header only in its own folder, guards named from the path.
Exit status 0: the house stands as drawn.
"""
import os
import re
import sys

MAY = {
    "base": set(),
    "vm": {"base"},
    "lang": {"base", "vm"},
    "session": {"base", "vm", "lang"},
    "lesson": {"base", "session", "lang", "vm"},
    "render": {"base", "lesson", "session", "lang", "vm"},
    "host": {"base", "session", "lesson"},
    "cli": {"base", "lesson", "session", "lang", "vm", "render", "host"},
    "tui": {"base", "lesson", "session", "lang", "vm", "render", "host"},
    "main": {"cli", "tui"},
}
# Front ends, lesson and render read a space, they never change one.
VM_READ_ONLY = {"vm/types.h", "vm/status.h", "vm/view.h", "vm/call.h"}
READERS = {"lesson", "render", "host", "cli", "tui"}
EXTRA_DOORS = {"lesson": {"vm/route.h"}}    # the search works on a clone of its own
SYSTEM_ROOMS = {"host", "cli", "tui", "main"}
ISO = {"assert.h", "ctype.h", "limits.h", "stdalign.h", "stdarg.h", "stdbool.h", "stddef.h", "stdint.h",
       "inttypes.h", "stdlib.h", "string.h", "math.h", "float.h"}
EXTRA = {"base": {"stdio.h"}, "render": {"libintl.h", "locale.h", "jansson.h", "md4c.h"}}
CURSES = {"curses.h", "ncurses.h", "term.h"}


def check_include(root, path, layer, kind, name):
    if ".." in name:
        return "'..' in an include"
    if kind == "<":
        if os.path.basename(name) in CURSES and layer != "tui":
            return "curses outside src/tui"
        if layer not in SYSTEM_ROOMS and name not in ISO | EXTRA.get(layer, set()):
            return "<%s> in %s, which knows no system" % (name, layer)
        return None
    if "/" not in name:
        if os.path.exists(os.path.join(root, os.path.dirname(path), name)) or name == "config.h":
            return None
        return '"%s" does not lie in this folder' % name
    if not os.path.exists(os.path.join(root, "include", name)):
        return '"%s" is no public header' % name
    target = name.split("/")[0]
    if target != layer and target not in MAY[layer]:
        return "%s must not know %s" % (layer, target)
    if target == "vm" and layer in READERS and name not in VM_READ_ONLY | EXTRA_DOORS.get(layer, set()):
        return "%s reads a space through view.h alone" % layer
    return None


def check(root, path):
    faults, parts = [], path.split("/")
    layer = parts[1] if len(parts) > 2 else "main"
    with open(os.path.join(root, path), encoding="utf-8") as f:
        text = f.read()
    guard = re.sub(r"[/.]", "_", "/".join(parts[1:])).upper()
    if path.endswith(".h") and "#ifndef %s\n#define %s\n" % (guard, guard) not in text:
        faults.append("%s: include guard is not %s" % (path, guard))
    for number, line in enumerate(text.splitlines(), 1):
        m = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        fault = m and check_include(root, path, layer, *m.groups())
        if fault:
            faults.append("%s:%d: %s" % (path, number, fault))
    return faults


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    faults, count = [], 0
    for top in ("include", "src"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    faults += check(root, os.path.relpath(os.path.join(folder, name), root))
                    count += 1
    for fault in faults:
        print(fault)
    print("%d files, %d faults" % (count, len(faults)))
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
