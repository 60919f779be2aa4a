#!/usr/bin/env python3
"""Runs pagelab on recorded calls and compares each answer, key by key.

    run_spec.py PAGELAB FILE.calls...

The keys of the recorded answer count; more keys may follow. Where a VirtualAlloc names no address, where the
memory lands is the system's own choice: only its alignment is compared. Exit status 0: all agree.
"""
import json
import re
import subprocess
import sys

NOTES = {"corrected", "unsure"}
CHOOSES = re.compile(r"VirtualAlloc\(\s*(NULL|0|0x0)\s*,", re.I)


def number(value):
    return int(value, 16) if isinstance(value, str) and value.lower().startswith("0x") else value


def differing(call, want, got):
    keys = []
    for key in sorted(set(want) - NOTES):
        a, b = number(want[key]), number(got.get(key))
        if key == "ret" and CHOOSES.match(call) and a and b:
            if b % 0x10000:
                keys.append(key)
            continue
        if isinstance(a, list):
            a, b = [number(x) for x in a], [number(x) for x in b or []]
        if a != b:
            keys.append(key)
    return keys


def compare(program, path):
    with open(path) as f:
        calls = [line.strip() for line in f if line.strip() and not line.startswith(("//", "#"))]
    with open(path[:-len(".calls")] + ".answers") as f:
        wanted = [json.loads(line) for line in f]
    assert len(calls) == len(wanted), path
    with open(path, "rb") as f:
        out = subprocess.run([program, "run", "-", "--json", "--machine", "x64", "--no-journal"], stdin=f,
                             stdout=subprocess.PIPE, timeout=120).stdout
    got = [json.loads(line) for line in out.decode().splitlines()]
    faults = 0
    for i, (call, want) in enumerate(zip(calls, wanted)):
        answer = got[i] if i < len(got) else {}
        keys = [] if "unsure" in want else differing(call, want, answer)
        if keys:
            faults += 1
            if faults <= 10:
                print("%s %d: %s: %s\n  want %s\n  got  %s" % (path, i + 1, call, ", ".join(keys), want, answer))
    print("%s: %d answers, %d differ" % (path, len(wanted), faults))
    return faults + abs(len(got) - len(wanted))


def main():
    faults = sum(compare(sys.argv[1], path) for path in sys.argv[2:])
    return 1 if faults or len(sys.argv) < 3 else 0


if __name__ == "__main__":
    sys.exit(main())
