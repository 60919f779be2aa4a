#!/usr/bin/env python3
"""pagelab run with scripts of calls: what it answers, and the exit status."""
import os
import re
import signal
import time
import unittest

from pagelab import SHEET_CALL, Lab

SPEC = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "spec")

class Scripts(Lab):
    def test_the_call_of_the_course_sheet_reserves_eight_pages_at_40000000(self):
        out, err = self.pagelab("run", "-", typed=SHEET_CALL)
        self.assertRegex(out, r"= 40000000 +8 pages free -> reserved")
        self.assertEqual(err, "")

    def test_a_short_command_shows_the_c_call_it_stands_for(self):
        out, _ = self.pagelab("run", "-", typed="reserve 0x40000000 8p rw\n")
        self.assertIn("VirtualAlloc(0x40000000, 0x8000, MEM_RESERVE, PAGE_READWRITE)", out)
        self.assertRegex(out, r"= 40000000 +8 pages free -> reserved")

    def test_committing_says_what_it_charges(self):
        out, _ = self.pagelab("run", "-", typed="reserve 40000000 8p rw\ncommit 40000000 4p rw\n")
        self.assertRegex(out, r"= 40000000 +4 pages reserved -> committed, read-write; charge \+4")

    def test_a_failing_call_names_error_reason_and_cure(self):
        out, _ = self.pagelab("run", "-", typed=SHEET_CALL + "VirtualFree(p, 8*4096, MEM_RELEASE)\n")
        self.assertRegex(out, r"= 0 +GetLastError\(\) = 87 ERROR_INVALID_PARAMETER")
        self.assertIn("dwSize must be 0", out)
        self.assertIn("try: VirtualFree(0x40000000, 0, MEM_RELEASE)", out)

    def test_why_names_the_rule_and_that_nothing_has_changed(self):
        out, _ = self.pagelab("run", "-", typed=SHEET_CALL + "VirtualFree(p, 8*4096, MEM_RELEASE)\nwhy\n")
        self.assertIn("R-FREE-2", out)
        self.assertIn("parameter: dwSize", out)
        self.assertIn("nothing has changed", out)

    def test_an_access_to_a_reserved_page_is_told_in_words(self):
        out, _ = self.pagelab("run", "-", typed=SHEET_CALL + "write 40000000 65\n")
        self.assertIn("access violation 0xC0000005: write at 40000000; the page is reserved, not committed", out)

    def test_bytes_read_are_shown_as_they_lie_and_as_text(self):
        out, _ = self.pagelab("run", "-", typed='alloc 40000000 1p rw\nwrite 40000000 "Hola"\nread 40000000 4\n')
        self.assertIn("= 48 6F 6C 61   Hola   0x616C6F48\n", out)

    def test_a_byte_read_is_shown_in_hex_decimal_and_as_a_character(self):
        out, _ = self.pagelab("run", "-", typed='alloc 40000000 1p rw\nwrite 40000000 "Hola"\nread 40000000\n')
        self.assertIn("= 0x48   72   'H'", out)

    def test_query_shows_the_seven_fields(self):
        out, _ = self.pagelab("run", "-", typed=SHEET_CALL + "query 40000000\n")
        for field in (r"BaseAddress +40000000", r"AllocationBase +40000000", r"AllocationProtect +PAGE_READWRITE",
                      r"RegionSize +0x8000 \(8 pages, 32 KiB\)", r"State +MEM_RESERVE", r"Protect +0",
                      r"Type +MEM_PRIVATE"):
            self.assertRegex(out, field)

    def test_undo_takes_a_step_back_and_map_shows_it(self):
        out, _ = self.pagelab("run", "-", typed=SHEET_CALL + "map\nundo\nmap\n")
        self.assertIn("40000000-40007FFF  8 pages  reserved", out)
        self.assertIn("step 0 of 1: the start", out)
        self.assertEqual(out.count("reserved\n"), 2)         # the call's answer and the first map

    def test_three_mistakes_in_a_script_are_all_reported_with_their_lines(self):
        script = ("VirtualAlloc(0x40000000, 4096, MEM_COMMITT, PAGE_READWRITE)\n" + SHEET_CALL
                  + "VirtualFre(p, 0, MEM_RELEASE)\n\nx = = 3\n")
        out, err = self.pagelab("run", "-", typed=script, status=1)
        self.assertEqual(re.findall(r"^stdin:(\d+):", err, re.M), ["1", "3", "5"])
        self.assertIn("Did you mean MEM_COMMIT?", err)
        self.assertIn("Did you mean VirtualFree?", err)
        self.assertIn("8 pages free -> reserved", out)

    def test_the_caret_stands_under_the_mistake(self):
        _, err = self.pagelab("run", "-", typed="VirtualAlloc(0x40000000, 4096, MEM_COMMITT, 4)\n", status=1)
        lines = err.splitlines()
        at = next(i for i, line in enumerate(lines) if "MEM_COMMITT" in line)
        self.assertEqual(lines[at + 1].index("^"), lines[at].index("MEM_COMMITT"))
        self.assertEqual(lines[at + 1].count("^") + lines[at + 1].count("~"), len("MEM_COMMITT"))

    def test_a_call_over_several_lines_is_one_step(self):
        out, _ = self.pagelab("run", "-", typed="p = VirtualAlloc((void *)0x40000000,\n  8*4096,\n  MEM_RESERVE,\n"
                              "  PAGE_READWRITE);\nhistory\n")
        self.assertIn("8 pages free -> reserved", out)
        self.assertNotRegex(out, r"(?m)^ +2  ")

    def test_a_statement_that_never_ends_does_not_swallow_the_script(self):
        out, err = self.pagelab("run", "-", typed="VirtualAlloc(0x50000000,\n" + SHEET_CALL, status=1)
        self.assertIn("stdin:1:", err)
        self.assertIn("8 pages free -> reserved", out)

    def test_a_failing_call_is_a_result_and_no_mistake(self):
        self.pagelab("run", "-", typed="VirtualFree((void *)0x40000000, 0, MEM_RELEASE)\n", status=0)

    def test_an_empty_script_is_understood(self):
        self.assertEqual(self.pagelab("run", "-", typed=""), ("", ""))

    def test_a_missing_file_is_wrong_use(self):
        _, err = self.pagelab("run", "no-such-file", status=2)
        self.assertIn("no-such-file: There is no file of that name", err)

    def test_a_script_with_byte_order_mark_carriage_returns_and_latin_letters_runs(self):
        path = self.write("hoja.txt", b"\xef\xbb\xbf// protecci\xf3n\r\n" + SHEET_CALL.encode().replace(b"\n", b"\r\n"))
        out, _ = self.pagelab("run", path)
        self.assertIn("8 pages free -> reserved", out)

    def test_a_loop_without_end_is_stopped_at_the_limit(self):
        self.pagelab("run", "-", "--max-operations", "200000", typed="while (1) ;\n", status=124)

    def test_ctrl_c_stops_a_loop_at_once(self):
        journal = self.path("j")
        child = self.start("run", "-", "--max-operations", "1000000000000", "--journal", journal)
        child.stdin.write(b"while (1) ;\n")
        child.stdin.close()
        for _ in range(300):                                 # a line is in the journal before it runs
            if os.path.exists(journal) and os.path.getsize(journal) > len("while (1) ;\n"):
                break
            time.sleep(0.1)
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        began = time.monotonic()
        self.assertEqual(child.wait(timeout=30), 130)
        self.assertLess(time.monotonic() - began, 5)         # a tenth on an idle machine
        child.stdout.close()
        child.stderr.close()

    def test_quit_ends_the_script(self):
        out, _ = self.pagelab("run", "-", typed="quit\n" + SHEET_CALL)
        self.assertNotIn("40000000", out)

    def test_a_journal_replays_to_the_same_answers(self):
        journal = self.path("j")
        script = SHEET_CALL + "commit 40002000 3p rw\nundo\ncommit 40000000 2p r\n"
        self.pagelab("run", "-", "--journal", journal, "--machine", "x64", typed=script)
        out, err = self.pagelab("run", journal)
        self.assertEqual(err, "")
        self.assertIn("2 pages reserved -> committed, read-only", out)
        self.assertIn("= 0000000040000000", out)             # the machine of the journal


class Sizes(Lab):
    def test_a_long_script_is_no_long_text(self):
        lines = 120000                       # 6 MB; one text of the language has at most 4 MiB
        script = "".join("x = 1 /* %040d */\n" % i for i in range(lines))
        out, _ = self.pagelab("run", "-", typed=script + SHEET_CALL)
        self.assertIn("%d p = VirtualAlloc" % (lines + 1), out)

    def test_a_program_beyond_the_limit_is_told(self):
        path = self.write("long.c", "main() { }\n" + "/* nothing but a comment */\n" * 200000)
        _, err = self.pagelab("run", path, status=125)
        self.assertIn("L0101", err)


class Cures(Lab):
    def run_recorded(self, name, script):
        out, _ = self.pagelab("run", "-", "--lang", "en", "--machine", "x64", typed=script)
        steps = re.split(r"^\d+ ", out, flags=re.MULTILINE)[1:]
        self.assertGreater(len(steps), 50, name)
        return steps

    def test_what_would_have_worked_can_be_typed_and_works(self):
        """Behind each failure of the recorded calls its cure is run, and taken back."""
        for name in "edge", "extra", "full-1", "access-1":
            with open(os.path.join(SPEC, name + ".calls"), encoding="utf-8") as f:
                script = f.read()
            cured, expected = "", []
            for step in self.run_recorded(name, script):
                cured += step.splitlines()[0] + "\n"
                cure = re.search(r"^  try: (.*)$", step, re.MULTILINE)
                expected.append(None)
                if cure:
                    cured += cure[1] + "\nundo\n"
                    expected.append(cure[1])
            self.assertGreater(len([cure for cure in expected if cure]), 10, name)
            answers = self.answers(cured, "--machine", "x64")
            self.assertEqual(len(answers), len(expected), name)
            for cure, answer in zip(expected, answers):
                if cure:
                    self.assertEqual((answer.get("error", 0), answer.get("exception")), (0, None), cure)


class Languages(Lab):
    def test_lang_option_speaks_spanish(self):
        out, _ = self.pagelab("run", "-", "--lang", "es", typed=SHEET_CALL)
        self.assertIn("8 páginas: libre -> reservada", out)

    def test_the_locale_chooses_spanish(self):
        self.environment["LC_ALL"] = "es_ES.UTF-8"
        out, _ = self.pagelab("--help")
        self.assertIn("muestra esta ayuda", out)

    def test_the_word_lang_switches_at_once(self):
        out, _ = self.pagelab("run", "-", typed=SHEET_CALL + "lang es\nreserve 50000000 1p rw\nlang en\nmap\n")
        self.assertIn("8 pages free -> reserved", out)
        self.assertIn("1 página: libre -> reservada", out)
        self.assertIn("50000000-50000FFF  1 page  reserved", out)

    def test_mistakes_are_told_in_spanish(self):
        _, err = self.pagelab("run", "-", "--lang=es", typed="VirtualAlloc(0x40000000, 1, MEM_COMMITT, 4)\n", status=1)
        self.assertIn("¿Querías decir MEM_COMMIT?", err)


class Arguments(Lab):
    def test_options_may_stand_before_and_after_the_words(self):
        path = self.write("s", SHEET_CALL)
        want = self.pagelab("run", path, "--machine", "x64", "--json")
        self.assertEqual(self.pagelab("--json", "run", "--machine=x64", path), want)
        self.assertEqual(self.pagelab("--json", "--machine", "x64", "run", path), want)

    def test_wrong_use_is_one_line_and_a_hint_with_status_2(self):
        for arguments in (["--no-such"], ["run", "a", "b"], ["--machine", "vax"], ["--machine"], ["--lang", "xx"],
                          ["--layout", "full"], ["--color", "many"], ["--theme", "pink"], ["--json"],
                          ["--max-operations", "x"]):
            out, err = self.pagelab(*arguments, status=2)
            self.assertEqual(out, "")
            self.assertEqual(len(err.splitlines()), 2, err)
            self.assertTrue(err.startswith("pagelab: "), err)
            self.assertIn("--help", err)

    def test_the_texts_of_help_stand_in_one_column(self):
        for lang in "en", "es":
            out, _ = self.pagelab("--lang", lang, "--help")
            rows = [line for line in out.splitlines() if line.startswith("  ")]
            self.assertGreater(len(rows), 15)
            column = rows[0].index("pagelab") + len("pagelab")
            column += len(rows[0][column:]) - len(rows[0][column:].lstrip())
            for row in rows:
                self.assertTrue(row[column - 2:column] == "  " and row[column] != " ", row)

    def test_help_and_version_are_no_mistake(self):
        out, _ = self.pagelab("--help")
        self.assertIn("pagelab run FILE", out)
        out, _ = self.pagelab("--version")
        self.assertRegex(out, r"^pagelab \d+\.\d+")


if __name__ == "__main__":
    unittest.main()
