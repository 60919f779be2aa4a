#!/usr/bin/env python3
"""Every text a person reads has its Spanish: extracts all msgids with xgettext and compares with es.po.

    check_po.py ROOT

Reports messages that are missing, empty, fuzzy, no longer used, or whose {n} placeholders differ, and a
POTFILES.in that does not list exactly the files that hold messages. Exit status 0: complete.
"""
import ast
import os
import re
import subprocess
import sys

MARKS = re.compile(r"\b(N_|render_tr|render_trn)\s*\(\s*\"")
KEYWORDS = ["--from-code=UTF-8", "--language=C", "--keyword=N_", "--keyword=render_tr", "--keyword=render_trn:1,2"]


def po_entries(text):
    """{msgid: ([msgstr...], fuzzy)}; plural forms give several msgstr"""
    entries = {}
    for block in re.split(r"\n\s*\n", text):
        fuzzy, ident, strings, target = False, None, [], None
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy = fuzzy or line.startswith("#,") and "fuzzy" in line
                continue
            m = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+(".*")$', line)
            word, quoted = m.groups() if m else (None, line.strip())
            piece = ast.literal_eval(quoted) if quoted.startswith('"') else ""
            if word == "msgid":
                ident, target = piece, "id"
            elif word == "msgid_plural":
                target = "plural"
            elif word:
                strings.append(piece)
                target = "str"
            elif target == "id":
                ident += piece
            elif target == "str":
                strings[-1] += piece
        if ident:
            entries[ident] = (strings, fuzzy)
    return entries


def files_with_messages(root):
    found = []
    for top in ("include", "src"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith((".c", ".h", ".def")) and path != os.path.join(root, "include/base/text.h"):
                    with open(path, encoding="utf-8") as f:
                        if MARKS.search(f.read()):
                            found.append(os.path.relpath(path, root))
    return sorted(found)


def placeholders(text):
    return sorted(set(re.findall(r"\{\d\}", text)))


def main():
    root = sys.argv[1]
    faults = []
    files = files_with_messages(root)
    with open(os.path.join(root, "assets/po/POTFILES.in")) as f:
        listed = [line.strip() for line in f if line.strip() and not line.startswith("#")]
    for path in sorted(set(files) ^ set(listed)):
        faults.append("POTFILES.in: %s %s" % ("lacks" if path in files else "need not list", path))
    pot = subprocess.run(["xgettext", *KEYWORDS, "-o", "-", *files], cwd=root, check=True, stdout=subprocess.PIPE)
    wanted = po_entries(pot.stdout.decode())
    with open(os.path.join(root, "assets/po/es.po"), encoding="utf-8") as f:
        spanish = po_entries(f.read())
    for ident in wanted:
        strings, fuzzy = spanish.get(ident, ([], False))
        if not strings or not all(strings) or fuzzy:
            faults.append("es.po: %s: %r" % ("fuzzy" if fuzzy else "missing", ident))
        faults += ["es.po: other placeholders: %r" % ident for s in strings if placeholders(s) != placeholders(ident)]
    faults += ["es.po: no longer used: %r" % ident for ident in spanish if ident not in wanted]
    for fault in faults:
        print(fault)
    print("%d messages, %d faults" % (len(wanted), len(faults)))
    return 1 if faults or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
