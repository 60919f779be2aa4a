#!/usr/bin/env python3
"""The pages of explain: complete in both languages, of readable length, their examples true.

    check_messages.py ROOT PAGELAB

Every rule of vm/rules.def, every error that a call can give (render/help.def) and every mistake of lang/diags.def
has a page in assets/messages/en and es. A page has a title with its id, prose, an example and "see also" to pages
that exist; both languages have the same example, comments apart. The example runs: each line of a ```pagelab block is
understood, and one that says "// 87" ends with that error or exception. A page about a rule that can fail shows
that rule; a ```wrong block of a page about a mistake gives that mistake. Also the table of terms. Exit status 0:
no fault.
"""
import json
import os
import re
import subprocess
import sys

WORDS = (20, 95)
LINE_MAX = 100
LANGUAGES = {"en": "See also: ", "es": "Ver tambi\u00e9n: "}
# Rules of calls that succeed, and checks that only pass: they are no call's reason to fail.
PASSING = set("""R-GEN-10 R-GEN-11 R-GEN-12 R-ALLOC-1.1 R-PROT-8 R-ALLOC-20 R-ALLOC-24 R-ALLOC-25 R-ALLOC-31 R-ALLOC-36
R-ALLOC-37 R-RESET-1 R-RESET-7 R-RESET-8 R-FREE-1 R-FREE-10 R-PROTECT-1 R-QUERY-8 R-QUERY-9 R-CHG-1 R-CHG-2 R-CHG-3
R-CHG-5 R-CHG-9 R-WS-1 R-ACC-2 R-ACC-5 R-LOCK-1 R-LOCK-9 R-UNLOCK-1 R-WW-2 R-WW-4 R-WW-6""".split())
# How a page says that its rule is inferred or that Windows leaves it open.
DOUBT = {"en": re.compile(r"inferred|source code|not documented|documents? (?:this|that|what)|open point|decision|seen in"),
         "es": re.compile(r"deduc|c\u00f3digo fuente|document|punto abierto|decisi\u00f3n|probable")}


def ids_of(root, path, pattern):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return list(dict.fromkeys(re.findall(pattern, f.read(), re.M)))


class Page:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.text = f.read()
        self.lines = self.text.splitlines()
        self.blocks = re.findall(r"^```(.*)\n((?:.*\n)*?)```$", self.text, re.M)
        prose = re.sub(r"^```(?:.*\n)*?```$", "", self.text, flags=re.M)
        self.prose = "\n".join(line for line in prose.splitlines()[1:] if "[[" not in line)
        self.links = re.findall(r"\[\[(.*?)\]\]", self.text)

    def code(self):
        return [(label, re.sub(r"[ \t]*//.*", "", block)) for label, block in self.blocks]


def check_form(page, ident, lang, known, doubtful):
    words = len(re.findall(r"\w+", re.sub(r"`[^`]*`", "code", page.prose)))
    if not page.lines[0].startswith("# %s: " % ident):
        yield "the title does not begin with the id"
    if not WORDS[0] <= words <= WORDS[1]:
        yield "%d words of prose" % words
    if not page.blocks:
        yield "no example"
    if not page.lines[-1].startswith(LANGUAGES[lang] + "[["):
        yield "no line '%s'" % LANGUAGES[lang]
    for link in page.links:
        if link not in known or link == ident:
            yield "see also %s leads nowhere" % link
    if ident in doubtful and not DOUBT[lang].search(page.prose):
        yield "does not say that the rule is not certain"
    for label, block in page.blocks:
        if label not in ("pagelab", "wrong", "text"):
            yield "a block with the label '%s'" % label
        if any(len(line) > LINE_MAX for line in block.splitlines()):
            yield "a line of the example is longer than %d" % LINE_MAX


def run(pagelab, block):
    done = subprocess.run([pagelab, "run", "-", "--json", "--no-journal", "--lang", "en"], input=block.encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20)
    answers = []
    for line in done.stdout.decode().splitlines():
        if line.startswith("{"):
            answers.append(json.loads(line))
    return done.returncode, answers, done.stderr.decode()


def check_errors(block, answers):
    """What the comments promise: "// 87" is the error, "// C0000005" the exception."""
    promised = [int(m, 16) if len(m) == 8 else int(m)
                for m in re.findall(r"//\D*?\b([0-9A-F]{8}|\d+)$", block, re.M)]
    failed = [int(a["exception"], 16) if "exception" in a else a["error"]
              for a in answers if a.get("exception") or a.get("error")]
    if promised != failed:
        yield "promises the errors %s, gives %s" % (promised, failed)


def check_blocks(pagelab, page, ident):
    rules, codes, numbers = set(), set(), set()
    for label, block in page.blocks:
        if label == "text":
            continue
        status, answers, complaint = run(pagelab, block)
        rules |= {a["reason"]["rule"] for a in answers if "reason" in a}
        codes |= {a["diagnostic"] for a in answers if "diagnostic" in a}
        codes |= set(re.findall(r"(?:error|warning) (L\d{4}): ", complaint))
        numbers |= {"%X" % int(a["exception"], 16) for a in answers if "exception" in a}
        numbers |= {"%X" % a["error"] if a["error"] > 9999 else str(a["error"]) for a in answers if a.get("error")}
        if label == "pagelab":
            if status != 0 or any("diagnostic" in a for a in answers):
                yield "the example is not understood: %s" % complaint.replace("\n", " ")
            yield from check_errors(block, answers)
    if ident.startswith("R-") and ident not in PASSING and ident not in rules:
        yield "the example does not show the rule (%s)" % sorted(rules)
    if not ident.startswith(("R-", "L")) and ident not in numbers:
        yield "the example does not give the error"
    if ident in PASSING and ident in rules:
        yield "is listed as passing, but can fail"
    if ident.startswith("L") and any(label == "wrong" for label, _ in page.blocks) and ident not in codes:
        yield "the wrong example gives %s" % sorted(codes)


def check_glossary(root):
    """Every term has its word and a whole sentence in both languages, and no word stands in two entries."""
    seen = {}
    with open(os.path.join(root, "src/render/glossary.def"), encoding="utf-8") as f:
        entries = re.findall(r'^GLOSSARY_TERM\("(.*?)", "(.*?)", "(.*?)",\n    "(.*)",\n    "(.*)"\)$', f.read(), re.M)
    for english, spanish, _, *sentences in entries:
        for word in [("en", w) for w in english.split(", ")] + [("es", w) for w in spanish.split(", ")]:
            if not word[1] or word in seen:
                yield "glossary: '%s' stands in '%s' and '%s'" % (word[1], english, seen.get(word))
            seen[word] = english
        if not all(s.endswith(".") and s[0].isupper() and len(s) <= 120 for s in sentences):
            yield "glossary: %s: no sentence of at most 120 letters" % english
    if len(entries) < 40:
        yield "glossary: only %d terms could be read" % len(entries)


def main():
    root, pagelab = sys.argv[1:3]
    known = ids_of(root, "include/vm/rules.def", r'^VM_RULE\(\w+, "([^"]+)"')
    known += ids_of(root, "include/lang/diags.def", r'^LANG_DIAG\(\w+, "([^"]+)"')
    known += [ident for ident in ids_of(root, "src/render/help.def", r"^HELP_ERROR\((?:0x)?(\w+),") if ident != "1450"]
    known.append("C0000005")
    doubtful = ids_of(root, "include/vm/rules.def", r'^VM_RULE\(\w+, "([^"]+)", (?:INFERRED|UNSPECIFIED)')
    faults, waiting, count = [], set(), 0
    for lang in LANGUAGES:
        folder = os.path.join(root, "assets/messages", lang)
        there = {name[:-3] for name in os.listdir(folder)}
        for ident in sorted(there - set(known)):
            faults.append("%s/%s: no rule and no mistake has this name" % (lang, ident))
        waiting |= {ident for ident in known if ident not in there and ident.startswith("L")}
        for ident in known:
            if ident not in there and not ident.startswith("L"):
                faults.append("%s/%s: there is no such page" % (lang, ident))
        for ident in sorted(there & set(known)):
            page = Page(os.path.join(folder, ident + ".md"))
            found = list(check_form(page, ident, lang, set(known), doubtful))
            if lang == "en":
                found += check_blocks(pagelab, page, ident)
            else:
                english = Page(os.path.join(root, "assets/messages/en", ident + ".md"))
                if english.code() != page.code() or english.links != page.links:
                    found.append("differs from the English page in its example or its links")
            faults += ["%s/%s: %s" % (lang, ident, fault) for fault in found]
            count += 1
    faults += check_glossary(root)
    if waiting:
        faults.append("there are no pages for %s" % " ".join(sorted(waiting)))
    for fault in faults:
        print(fault)
    print("%d pages, %d waiting, %d faults" % (count, len(waiting), len(faults)))
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
