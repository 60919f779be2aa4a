#!/usr/bin/env python3
"""The README tells the truth: its session, typed into the line mode, gives exactly what it shows.

    check_readme.py PAGELAB ROOT

In a block fenced as ```session a line that begins with a number is typed; the rest is the answer. The programs
shown under "run assets/examples/..." must print what stands beside them. Files named in the source tour must exist.
"""
import os
import re
import subprocess
import sys

ENV = dict(os.environ, LC_ALL="C.UTF-8")


def run(program, *args, typed=""):
    return subprocess.run([program, *args], input=typed.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=ENV, timeout=60).stdout.decode()


def main():
    program, root = sys.argv[1:]
    with open(os.path.join(root, "README.md"), encoding="utf-8") as f:
        readme = f.read()
    faults = []
    sessions = re.findall(r"^```session\n(.*?)^```", readme, re.S | re.M)
    for shown in sessions:
        typed = "".join(m + "\n" for m in re.findall(r"^\d+ (.*)$", shown, re.M))
        got = run(program, "--plain", "--no-journal", "--lang", "en", typed=typed)
        if got != shown:
            faults.append("the session answers otherwise:\n" + got)
    programs = re.findall(r"^    sh src/launch run (assets/\S+) +(\S.*)$", readme, re.M)
    for path, shown in programs:
        got = run(program, "run", os.path.join(root, path))
        if got != shown:
            faults.append("%s prints %r" % (path, got))
    for path in re.findall(r"`((?:src|include|tests|assets)/[^`]*)`", readme):
        if "<" not in path and not os.path.exists(os.path.join(root, path)):
            faults.append("%s does not exist" % path)
    for fault in faults:
        print(fault)
    print("%d sessions, %d programs, %d faults" % (len(sessions), len(programs), len(faults)))
    return 1 if faults or not sessions or not programs else 0


if __name__ == "__main__":
    sys.exit(main())
