#!/usr/bin/env python3
"""The lab as lines: through pipes, and at a terminal."""
import os
import pty
import select
import signal
import subprocess
import time
import unittest

from pagelab import PROGRAM, SHEET_CALL, Lab

PROGRAM_TEXT = 'main()\n{\n    printf("hola");\n    return 3;\n}\n'


class Pipes(Lab):
    def test_without_a_terminal_the_lab_is_lines(self):
        out, _ = self.pagelab(typed=SHEET_CALL)
        self.assertRegex(out, r"= 40000000 +8 pages free -> reserved")
        self.assertNotIn("> ", out.replace("-> ", ""))       # no prompt where nobody types

    def test_every_line_typed_is_answered_before_the_next(self):
        child = self.start("--plain")
        child.stdin.write(SHEET_CALL.encode())
        child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], 30)
        self.assertTrue(ready)
        self.assertIn(b"VirtualAlloc", child.stdout.readline())
        child.stdin.close()
        self.assertEqual(child.wait(timeout=30), 0)
        child.stdout.close()
        child.stderr.close()

    def test_a_pasted_program_is_loaded_and_stepped(self):
        out, _ = self.pagelab("--plain", typed=PROGRAM_TEXT + "step\nrun\n")
        self.assertIn("it is loaded", out)
        self.assertIn("hola", out)
        self.assertIn("returned 3", out)

    def test_a_program_named_on_the_command_line_is_ready_to_step(self):
        out, _ = self.pagelab("--plain", self.write("p.c", PROGRAM_TEXT), typed="run\n")
        self.assertIn("hola", out)

    def test_explain_shows_the_page_of_the_rule_in_either_language(self):
        out, _ = self.pagelab("--plain", typed="explain R-FREE-2\nlang es\nexplain r-free-2\n")
        self.assertIn("R-FREE-2: a release has no size", out)
        self.assertIn("R-FREE-2: para liberar no se da tama\u00f1o", out)

    def test_page_tells_what_the_screen_shows_of_a_page(self):
        out, _ = self.pagelab("--plain", typed=SHEET_CALL + 'commit 40001000 1p\nwrite 40001008 "Hola"\n'
                              "page 40001000\nlang es\npage 40001000\n")
        for line in ("page 40001000: committed, read-write", "MEM_COMMIT 0x1000", "PAGE_READWRITE 0x4",
                     "MEM_PRIVATE 0x20000", "40000000, page 2 of 8", "directory 256, table 1",
                     "reserved by       step 1", "committed by      step 2", "written by        step 3",
                     "48 6F 6C 61 00 00 00 00  ........Hola....", "4080 bytes of zero",
                     "comprometida por  paso 2", "40000000, p\u00e1gina 2 de 8"):
            self.assertIn(line, out)

    def test_memory_tells_what_the_screen_counts(self):
        out, _ = self.pagelab("--plain", typed="limit 10p\n" + SHEET_CALL + "commit 40000000 2p\nmemory\n")
        for line in ("reserved          6 pages, 24 KiB", "committed         2 pages, 8 KiB",
                     "charge            2 pages of 10", "largest hole      262128 pages, 1.0 GiB",
                     "fragmentation     50 %", "lost in tails     8 pages, 32 KiB",
                     "resident          0 pages"):
            self.assertIn(line, out)

    def test_a_missing_argument_is_named_in_the_language_of_the_rest(self):
        out, _ = self.pagelab("--plain", typed="lang es\ncommit\npage\nlang en\ncommit\npage\n")
        self.assertIn("Falta la direcci\u00f3n: commit direcci\u00f3n tama\u00f1o [protecci\u00f3n]", out)
        self.assertIn("Falta un argumento: direcci\u00f3n", out)
        self.assertIn("The address is missing: commit address size [protection]", out)
        self.assertIn("An argument is missing: address", out)

    def test_explain_alone_explains_the_last_failure(self):
        out, _ = self.pagelab("--plain", typed="release 40000000\nexplain\n")
        self.assertIn("step 1: VirtualFree", out)
        self.assertIn("R-FREE-5: nothing there to release", out)

    def test_inside_tells_the_checks_of_the_last_call_and_of_one_not_made(self):
        out, _ = self.pagelab("--plain", typed="reserve 40001000 1p\ninside\ninside release 50000000\n")
        self.assertIn("round the base: 40001000 goes down to 40000000", out)
        self.assertIn("R-FREE-5  50000000 is free", out)

    def test_preview_says_what_a_call_would_do_and_does_not_do_it(self):
        typed = SHEET_CALL + "preview commit 40000000 2p\npreview off\npreview commit 40000000 2p\nregions\n"
        out, _ = self.pagelab("--plain", typed=typed)
        self.assertEqual(out.count("will commit 2 pages 40000000-40001FFF: reserved -> read-write; charge +2"), 1)
        self.assertIn("preview: off", out)
        self.assertNotIn("PAGE_READONLY", out)
        self.assertNotRegex(out, r"40000000.*committed")

    def test_term_finds_a_word_in_either_language(self):
        out, _ = self.pagelab("--plain", "--lang", "es", typed="term commit\nterm pagina\n")
        self.assertIn("comprometer, confirmar  =  commit  =  MEM_COMMIT", out)
        self.assertIn("p\u00e1gina  =  page", out)

    def test_quit_leaves(self):
        out, _ = self.pagelab("--plain", typed="quit\n" + SHEET_CALL)
        self.assertNotIn("40000000", out)

    def test_settings_named_alone_say_what_they_are(self):
        out, _ = self.pagelab("--plain", typed="machine\nlayout\nlimit\nprivilege\nworkingset\nlang\n")
        for words in ("> x86", "layout: empty", "commit limit: none", "privilege: off", "lockable at once: 42 pages",
                      "language: English"):
            self.assertIn(words, out)

    def test_help_knows_every_word_function_and_constant(self):
        out, _ = self.pagelab("--plain", typed="help\nhelp VirtualFree\nhelp PAGE_GUARD\nhelp R-FREE-2\nhelp 487\n"
                              "help keys\nhelp undo\nhelp nonsense\n")
        for words in ("decommit address size", "BOOL VirtualFree(", "PAGE_GUARD = 0x100", "R-FREE-2",
                      "ERROR_INVALID_ADDRESS", "F10", "Take the last step back", "no help about nonsense"):
            self.assertIn(words, out)

    def test_history_marks_the_current_step_and_branches(self):
        out, _ = self.pagelab("--plain", typed=SHEET_CALL + "undo\nreserve 50000000 1p rw\nhistory\n")
        self.assertRegex(out, r"(?m)^ +1  p = VirtualAlloc.*= 40000000$")
        self.assertRegex(out, r"(?m)^ +> +2  reserve 50000000 1p rw +\(after step 0\) .*= 50000000$")

    def test_suspend_is_for_terminals_only(self):
        out, _ = self.pagelab("--plain", typed="suspend\nreserve 40000000 1p\n")
        self.assertIn("1 page free -> reserved", out)

    def test_moving_counts_steps_as_history_does(self):
        out, _ = self.pagelab("--plain", typed="reserve 0 1p\nundo\nreserve 0 2p\n"
                              "reserve 0 3p\nundo\n")
        self.assertIn("step 2 of 3: reserve 0 2p", out)

    def test_regions_is_a_table_of_what_virtualquery_reports(self):
        out, _ = self.pagelab("--plain", typed=SHEET_CALL + "regions\n")
        self.assertRegex(out, r"40000000 +32 KiB +8 +MEM_RESERVE +- +40000000 +PAGE_READWRITE")
        self.assertRegex(out, r"40008000 .* MEM_FREE")


class Terminal(Lab):
    """At a pseudo terminal: prompt, line editing, Ctrl-C."""

    def open(self, *arguments):
        self.environment["TERM"] = "vt100"
        master, slave = pty.openpty()
        child = subprocess.Popen([PROGRAM, "--plain", *arguments], cwd=self.home.name, env=self.environment,
                                 stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                                 preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0))
        os.close(slave)
        self.addCleanup(os.close, master)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        return child, master

    def expect(self, master, words, seconds=30):
        """Reads until words appear; returns all that was read."""
        seen = ""
        end = time.monotonic() + seconds
        while words not in seen and time.monotonic() < end:
            if select.select([master], [], [], 0.1)[0]:
                try:
                    seen += os.read(master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        self.assertIn(words, seen)
        return seen

    def test_a_person_gets_a_prompt_answers_and_leaves(self):
        child, master = self.open()
        self.expect(master, "> ")
        os.write(master, SHEET_CALL.encode())
        self.expect(master, "8 pages free -> reserved")
        os.write(master, b"quit\n")
        self.assertEqual(child.wait(timeout=30), 0)

    def test_an_unfinished_call_asks_for_more(self):
        _, master = self.open()
        self.expect(master, "> ")
        os.write(master, b"VirtualAlloc((void *)0x40000000,\n")
        self.expect(master, ". ")
        os.write(master, b"8*4096, MEM_RESERVE, PAGE_READWRITE)\n")
        self.expect(master, "8 pages free -> reserved")

    def test_ctrl_c_stops_what_runs_and_keeps_the_lab(self):
        child, master = self.open()
        self.expect(master, "> ")
        os.write(master, b"while (1) ;\n")
        self.expect(master, "while (1) ;")
        time.sleep(0.7)
        os.kill(child.pid, signal.SIGINT)
        self.expect(master, "stopped")
        os.write(master, SHEET_CALL.encode())
        self.expect(master, "8 pages free -> reserved")

    def test_ctrl_c_clears_the_line(self):
        _, master = self.open()
        self.expect(master, "> ")
        os.write(master, b"nonsense\x03")
        self.expect(master, "> ")
        os.write(master, b"lang\n")
        self.expect(master, "language: English")

    def test_tab_completes_words_and_constants(self):
        _, master = self.open()
        self.expect(master, "> ")
        os.write(master, b"reserve 40000000 8p page_readw\t")
        self.expect(master, "PAGE_READWRITE")
        os.write(master, b"\nund\t")
        self.expect(master, "undo")

    def test_a_pasted_program_is_offered(self):
        _, master = self.open()
        self.expect(master, "> ")
        os.write(master, PROGRAM_TEXT.encode())
        self.expect(master, "[y/n]")
        os.write(master, b"y\n")
        self.expect(master, "is loaded")

    def test_a_session_that_was_killed_is_offered_again(self):
        child, master = self.open()
        self.expect(master, "> ")
        os.write(master, SHEET_CALL.encode())
        self.expect(master, "8 pages free -> reserved")
        child.kill()
        child.wait()
        _, master = self.open()
        self.expect(master, "Restore it? [y/n]")
        os.write(master, b"y\n")
        self.expect(master, "8 pages free -> reserved")
        os.write(master, b"map\n")
        self.expect(master, "40000000-40007FFF  8 pages  reserved")

    def test_a_killed_session_is_restored_into_its_lesson(self):
        child, master = self.open()
        self.expect(master, "> ")
        os.write(master, b"lesson 5\nreserve 40000000 8p\ncommit 40000000 2p\n")
        self.expect(master, "still missing: page 40005000")
        child.kill()
        child.wait()
        _, master = self.open()
        self.expect(master, "Restore it? [y/n]")
        os.write(master, b"y\n")
        self.expect(master, "[ ] an allocation of 8 pages at 40000000")
        os.write(master, b"commit 40005000 1p\n")
        self.expect(master, "Solved with 3 calls")

    def test_tab_completes_the_names_of_lessons(self):
        _, master = self.open()
        self.expect(master, "> ")
        os.write(master, b"lesson commit-p\t\n")
        self.expect(master, "Commit piece by piece")


if __name__ == "__main__":
    unittest.main()
