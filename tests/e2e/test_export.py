#!/usr/bin/env python3
"""Pictures and tables: with the word export, and with pagelab export without a screen."""
import csv
import json
import unittest
from xml.dom import minidom

from pagelab import SHEET_CALL, Lab

SCRIPT = SHEET_CALL + "commit 40001000 3p rw\nalloc 40010000 2p rx\n"
PROGRAM_TEXT = ("#include <windows.h>\nint main(void)\n{\n    VirtualAlloc((void *)0x40000000, 4096, MEM_RESERVE, "
                "PAGE_READWRITE);\n    printf(\"hola\");\n    return 3;\n}\n")


class Export(Lab):
    def read(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as f:
            return f.read()

    def texts(self, name, tag):
        document = minidom.parseString(self.read(name).encode())
        return ["".join(n.data for n in e.childNodes if n.nodeType == n.TEXT_NODE)
                for e in document.getElementsByTagName(tag)]

    def test_a_script_becomes_pictures_and_tables_at_once(self):
        out, err = self.pagelab("export", self.write("sheet.txt", SCRIPT), "--svg", "a.svg", "--html", "a.html",
                                "--txt", "a.txt", "--csv", "a.csv", "--json", "a.json")
        self.assertEqual((out, err), ("", ""))
        self.assertIn("40001000-40003FFF: committed, read-write; allocation 40000000, 8 pages",
                      self.texts("a.svg", "title"))
        self.assertIn("execute, 2 pages", self.texts("a.svg", "text"))
        titles = [e.getAttribute("title") for e in
                  minidom.parseString(self.read("a.html").encode()).getElementsByTagName("i")]
        self.assertIn("40001000: committed, read-write; allocation 40000000, 8 pages", titles)
        self.assertIn("40000000 │░www░░░░", self.read("a.txt"))
        rows = list(csv.DictReader(self.read("a.csv").splitlines()))
        self.assertEqual([r["State"] for r in rows],
                         ["MEM_FREE", "MEM_RESERVE", "MEM_COMMIT", "MEM_RESERVE", "MEM_FREE", "MEM_COMMIT", "MEM_FREE"])
        regions = json.loads(self.read("a.json"))["regions"]
        self.assertEqual(len(regions), len(rows))
        for row, region in zip(rows, regions):               # gapless, and both tell the same
            self.assertEqual(int(row["BaseAddress"], 16), int(region["BaseAddress"], 16))
            self.assertEqual(int(row["RegionSize"]), int(region["RegionSize"], 16))
        for before, after in zip(rows, rows[1:]):
            self.assertEqual(int(before["EndAddress"], 16) + 1, int(after["BaseAddress"], 16))

    def test_the_format_is_known_wherever_the_option_stands(self):
        script = self.write("sheet.txt", SCRIPT)
        self.pagelab("export", "--json", "b.json", script)
        self.pagelab("--json", "c.json", "export", script)
        self.assertEqual(self.read("b.json"), self.read("c.json"))

    def test_a_program_is_run_first_and_its_own_status_does_not_count(self):
        out, _ = self.pagelab("export", self.write("p.c", PROGRAM_TEXT), "--svg", "p.svg")
        self.assertEqual(out, "")
        self.assertTrue(any("40000000: reserved" in t for t in self.texts("p.svg", "title")))

    def test_a_journal_is_replayed(self):
        self.pagelab("--plain", "--journal", self.path("j"), typed=SCRIPT)
        self.pagelab("export", self.path("j"), "--txt", "j.txt")
        self.assertIn("40000000 │░www░░░░", self.read("j.txt"))

    def test_a_mistake_is_told_and_what_was_understood_is_drawn(self):
        _, err = self.pagelab("export", self.write("s.txt", "reserv 1\n" + SCRIPT), "--txt", "s.txt.map", status=1)
        self.assertIn("L0401", err)
        self.assertIn("░www", self.read("s.txt.map"))

    def test_wrong_use_is_told(self):
        script = self.write("sheet.txt", SCRIPT)
        for arguments, words in ((["export", script], "export needs a file to write"),
                                 (["export", "--svg", "x.svg"], "export needs a file to run"),
                                 (["run", script, "--svg", "x.svg"], "only export writes pictures"),
                                 (["export", script, "--json"], "missing value"),
                                 (["export", "missing.txt", "--svg", "x.svg"], "missing.txt"),
                                 (["export", script, "--svg", "none/x.svg"], "none/x.svg cannot be written")):
            _, err = self.pagelab(*arguments, status=2)
            self.assertIn(words, err)

    def test_pictures_speak_spanish_and_are_valid_in_both_grounds(self):
        script = self.write("sheet.txt", SCRIPT)
        for theme, ground in (("dark", "#1c1c1c"), ("light", "#ffffff")):
            self.pagelab("export", script, "--svg", "e.svg", "--html", "e.html", "--theme", theme, "--lang", "es")
            self.assertIn("ejecución, 2 páginas", self.texts("e.svg", "text"))
            self.assertIn(ground, self.read("e.svg"))
            self.assertIn(ground, self.read("e.html"))
            self.assertEqual(self.texts("e.html", "h1"), ["Espacio de direcciones: máquina x86, 2.0 GiB"])

    def test_the_word_writes_at_the_prompt(self):
        out, _ = self.pagelab("--plain", typed=SCRIPT + "export map.svg light\nexport regions.json\nexport map.png\n"
                              'export "map of today.txt"\nexport none/map.svg\n')
        for words in ("map.svg is written", "regions.json is written", "map.png is nothing that can be exported",
                      "map of today.txt is written", "none/map.svg cannot be written"):
            self.assertIn(words, out)
        minidom.parseString(self.read("map.svg").encode())
        self.assertIn("░www", self.read("map of today.txt"))

    def test_a_script_may_export_and_fails_where_it_cannot(self):
        self.pagelab("run", self.write("s.txt", SCRIPT + "export map.txt\n"))
        self.assertIn("░www", self.read("map.txt"))
        self.pagelab("run", self.write("s.txt", SCRIPT + "export none/map.txt\n"), status=1)


if __name__ == "__main__":
    unittest.main()
