#!/usr/bin/env python3
"""Fills @COMMANDS@ of a manual page from the table of commands.

    words.py PAGE.scd.in commands.def [CATALOGUE.po] > PAGE.scd

One table feeds parser, completion, help and manual; this is the manual's part of it. Without a catalogue the
sentences stay English.
"""
import ast
import re
import sys

COMMAND = re.compile(r'LANG_COMMAND\(\s*\w+,\s*("(?:[^"\\]|\\.)*"),\s*(?:N_\()?("(?:[^"\\]|\\.)*")\)?,\s*\w+,\s*N_\(((?:\s*"(?:[^"\\]|\\.)*")+)\)\)')
ENTRY = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)^msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.M)


def text(literals):
    return "".join(ast.literal_eval(s) for s in re.findall(r'"(?:[^"\\]|\\.)*"', literals))


def escape(s):
    return re.sub(r"([_*\\])", r"\\\1", s)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        page = f.read()
    with open(sys.argv[2], encoding="utf-8") as f:
        commands = COMMAND.findall(f.read())
    words = {}
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8") as f:
            words = {text(a): text(b) for a, b in ENTRY.findall(f.read())}
    lines = []
    for word, args, sentence in commands:
        head = "*%s*" % text(word) + (" " + escape(words.get(text(args)) or text(args)) if text(args) else "")
        lines.append("%s\n\t%s" % (head, escape(words.get(text(sentence)) or text(sentence))))
    sys.stdout.reconfigure(encoding="utf-8")
    print(page.replace("@COMMANDS@", "\n\n".join(lines)), end="")
    return 0 if commands else 1


if __name__ == "__main__":
    sys.exit(main())
