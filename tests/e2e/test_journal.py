#!/usr/bin/env python3
"""The journal on disk: nothing that was answered is lost, and it runs again to the same answers."""
import contextlib
import os
import pty
import random
import select
import signal
import threading
import time
import unittest

from pagelab import PROGRAM, SHEET_CALL, Lab

ROUNDS = 10
LINES = 400
PROGRAM_TEXT = 'main()\n{\n    int i;\n    for (i = 0; i < 3; i++)\n        printf("%d ", i);\n    return 7;\n}\n'


def line(i):
    return "reserve %X 1p rw" % (0x10000000 + i * 0x10000)


def answer(i):
    return "= %X" % (0x10000000 + i * 0x10000)


class Kill(Lab):
    def type_until_killed(self, journal, delay):
        """How many lines were answered before the program died."""
        child = self.start("--plain", "--journal", journal, text=True, bufsize=1)
        killer = threading.Timer(delay, os.kill, (child.pid, signal.SIGKILL))
        answered = 0
        try:
            for i in range(LINES):
                child.stdin.write(line(i) + "\n")
                if not any(answer(i) in got for got in child.stdout):
                    break
                answered += 1
                if i == 0:
                    killer.start()           # what comes before the first answer is the program's start
        except BrokenPipeError:
            pass
        killer.cancel()
        child.kill()
        child.wait()
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()
        child.stdout.close()
        child.stderr.close()
        return answered

    def kept_lines(self, journal):
        if not os.path.exists(journal):
            return []
        with open(journal, encoding="utf-8") as f:
            text = f.read()
        self.assertTrue(not text or text.endswith("\n"), "the last line is cut off")
        return text.splitlines()[1:]

    def test_every_answered_line_is_kept_and_runs_again(self):
        random.seed(20260301)
        total = 0
        for i in range(ROUNDS):
            journal = self.path("journal-%d" % i)
            answered = self.type_until_killed(journal, random.uniform(0.0, 0.15))
            total += answered
            kept = self.kept_lines(journal)
            self.assertIn(len(kept), (answered, answered + 1))   # one may be on its way
            self.assertEqual(kept, [line(n) for n in range(len(kept))])
            if kept:
                out, _ = self.pagelab("run", journal)
                for n in range(len(kept)):
                    self.assertIn(answer(n), out)
        self.assertGreater(total, 0)


class Replay(Lab):
    """What a session said is what its journal says when it is run."""

    def runs_again(self, typed):
        """The session's own journal; checks that running it says the same as typing did."""
        out, _ = self.pagelab("--plain", "--journal", "mine", typed=typed)
        again, _ = self.pagelab("run", "mine")
        self.assertEqual(again, out)
        with open(self.path("mine"), encoding="utf-8") as f:
            return f.read()

    def test_calls_branches_and_restarts(self):
        journal = self.runs_again(SHEET_CALL + "commit 40001000 2p ro\nwrite 40001000 1\nundo 2\n"
                                  "alloc 50000000 1p rw\nwrite 50000000 \"hola\"\ngoto 2\nredo\nlimit 8p\n"
                                  "alloc 60000000 9p rw\nmachine x64\nreserve 700000000000 8p\nundo\n")
        self.assertEqual(journal.splitlines()[0], "#pagelab-journal 1 machine=x86 layout=empty")
        self.assertEqual(journal.splitlines()[-1], "#end")

    def test_a_call_over_several_lines(self):
        self.assertIn("#text 2\n#|VirtualAlloc(NULL,\n#|  4096, MEM_RESERVE, PAGE_READWRITE)\n",
                      self.runs_again("VirtualAlloc(NULL,\n  4096, MEM_RESERVE, PAGE_READWRITE)\nundo\n"))

    def test_a_program_whose_file_is_gone(self):
        self.write("three.c", PROGRAM_TEXT)
        out, _ = self.pagelab("--plain", "--journal", "mine", typed="load three.c\nstep 3\nundo\nrun\n")
        self.assertIn("0 1 2 ", out)
        os.remove(self.path("three.c"))
        again, _ = self.pagelab("run", "mine")
        self.assertEqual(again, out)

    def test_other_languages_and_names(self):
        self.write("a\u00f1o nuevo.c", PROGRAM_TEXT)
        self.runs_again("load \"a\u00f1o nuevo.c\"\nrun\n")


class Place(Lab):
    def test_a_home_that_cannot_be_written_is_said_once_and_work_goes_on(self):
        self.environment.update(XDG_STATE_HOME="/dev/null", HOME="/dev/null")
        out, err = self.pagelab("--plain", typed=SHEET_CALL + "undo\n")
        self.assertRegex(out, r"8 pages free -> reserved")
        self.assertEqual(err.count("No journal is kept"), 1)

    def test_a_file_that_is_no_journal_is_left_alone(self):
        mine = self.write("mine", "int main(void) { return 0; }\n")
        _, err = self.pagelab("--plain", "--journal", mine, typed=SHEET_CALL)
        self.assertIn("is no journal", err)
        with open(mine, encoding="utf-8") as f:
            self.assertEqual(f.read(), "int main(void) { return 0; }\n")

    def test_journals_lie_private_in_the_state_directory(self):
        self.pagelab("--plain", typed=SHEET_CALL)
        folder = os.path.join(self.path("state"), "pagelab", "journals")
        self.assertEqual(os.stat(folder).st_mode & 0o777, 0o700)
        names = os.listdir(folder)
        self.assertEqual(len(names), 1)
        self.assertEqual(os.stat(os.path.join(folder, names[0])).st_mode & 0o777, 0o600)

    def test_a_session_without_a_line_leaves_nothing(self):
        self.pagelab("--plain", typed="help\n")
        self.assertEqual(os.listdir(os.path.join(self.path("state"), "pagelab", "journals")), [])


class Terminal:
    """The line mode at a terminal of its own."""

    def __init__(self, lab, *arguments):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.clear()
            os.environ.update(lab.environment)
            os.execv(PROGRAM, [PROGRAM, "--plain", *arguments])
        self.lab = lab

    def type(self, text):
        os.write(self.terminal, text.encode())

    def wait(self, text, patience=20):
        """Reads until text comes; returns all that came."""
        got = b""
        until = time.monotonic() + patience
        while text.encode() not in got:
            ready, _, _ = select.select([self.terminal], [], [], max(0, until - time.monotonic()))
            if not ready:
                self.lab.fail("%r did not come: %r" % (text, got))
            got += os.read(self.terminal, 4096)
        return got.decode(errors="replace")

    def answer(self, line, text):
        self.type(line + "\r")
        return self.wait(text)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.close()

    def quit(self):
        self.type("quit\r")
        self.close()

    def close(self):
        with contextlib.suppress(OSError):
            while os.read(self.terminal, 4096):
                pass
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


class Restore(Lab):
    def crash(self, *arguments):
        lab = Terminal(self, *arguments)
        lab.wait("> ")
        lab.answer("reserve 40000000 8p", "8 pages free")
        lab.type("while (1) ;\r")
        time.sleep(0.3)
        lab.type("\x03")
        lab.wait("stopped")
        lab.answer("reserve 50000000 2p", "2 pages free")
        lab.kill()

    def test_a_killed_session_is_offered_and_restored(self):
        for arguments in [], ["--journal", self.path("mine")]:
            self.crash(*arguments)
            lab = Terminal(self, *arguments)
            lab.wait("y/n")
            lab.answer("y", "= 50000000")
            lab.answer("regions", "50002000")
            lab.quit()
            lab = Terminal(self, *arguments)
            self.assertNotIn("y/n", lab.wait("> "))
            lab.quit()

    def test_a_lesson_is_restored_with_its_hints(self):
        lab = Terminal(self, "--lang", "en")
        lab.wait("> ")
        lab.answer("lesson commit-part", "> ")
        lab.answer("hint", "Hint 1 of 3")
        lab.answer("reserve 40000000 8p rw", "8 pages free")
        lab.kill()
        for number in 2, 3:                # the journal of a restored session is as good as the first
            lab = Terminal(self, "--lang", "en")
            lab.wait("y/n")
            lab.answer("y", "8 pages free")
            lab.answer("hint", "Hint %d of 3" % number)
            lab.kill()

    def test_without_an_answer_the_next_start_asks_again(self):
        for arguments in [], ["--journal", self.path("mine")]:
            self.crash(*arguments)
            for key in "\r", "\x03", "\x04":
                lab = Terminal(self, *arguments)
                lab.wait("y/n")
                lab.type(key)
                lab.wait("asks again")
                lab.answer("reserve 60000000 1p", "1 page free")
                lab.quit()
            lab = Terminal(self, *arguments)
            lab.wait("y/n")
            lab.answer("n", "> ")
            lab.quit()

    def test_ctrl_c_stops_only_the_line_that_runs(self):
        with open(self.path("mine"), "w", encoding="utf-8") as f:
            f.write("#pagelab-journal 1 machine=x86 layout=empty\nreserve 40000000 8p\nwhile (1) ;\nreserve 50000000 2p\n")
        lab = Terminal(self, "--journal", self.path("mine"))
        lab.wait("y/n")
        lab.answer("y", "= 40000000")
        time.sleep(0.3)
        lab.type("\x03")
        lab.wait("= 50000000")
        lab.quit()


if __name__ == "__main__":
    unittest.main()
