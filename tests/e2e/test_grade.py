"""pagelab grade and pagelab check: what answers prove, in every format; nothing that an answer holds gets out."""
import csv
import io
import json
import os
import re
import resource
import time
import unittest
import xml.etree.ElementTree as xml

import pagelab

WORDS = "# %s\nText.\n## task\nDo it.\n## hints\n1. a\n2. b\n3. c\n## done\nDone.\n"
MIDDLE = """lesson middle
par 1
start
    reserve 40000000 8p rw
goal
    allocation 40000000 8p rw = 2p reserved, 3p rw, 3p reserved
solution
    commit 40002000 3p rw
"""
TWO = """lesson two
par 2
goal
    allocation 20000000 4p rw = 4p rw
assert committed == 4
solution
    reserve 20000000 4p rw
    commit 20000000 4p rw
"""
OWN = """lesson own
vary BASE address 40000000 in 50000000..60000000 step 10000
par 1
start
    reserve {BASE} 8p rw
goal
    pages {BASE} 8p rw
solution
    commit {BASE} 8p rw
"""
GOOD = "lesson middle\ncommit 40002000 3p rw\n"
PROGRAM = "#include <windows.h>\nint main(void)\n{\n    %s\n    return 0;\n}\n"


class Grade(pagelab.Lab):
    def setUp(self):
        super().setUp()
        self.course = self.path("course")
        os.makedirs(self.path("answers"))
        self.add_lessons(middle=MIDDLE, two=TWO, own=OWN)

    def add_lessons(self, **lessons):
        for name, data in lessons.items():
            os.makedirs(os.path.join(self.course, name))
            self.write("course/%s/lesson" % name, data)
            self.write("course/%s/en.md" % name, WORDS % name)
            self.write("course/%s/es.md" % name, WORDS % name)
        self.write("course/order", "".join("%s\n" % name for name in lessons))

    def answer(self, name, text):
        return self.write("answers/" + name, text)

    def grade(self, *arguments, status=0, **more):
        return self.pagelab("grade", self.course, *arguments, status=status, **more)

    def rows(self, *arguments, status=0):
        """{(student, task): row} of the CSV report"""
        out, _ = self.grade("--csv", "-", *arguments, status=status)
        return {(row["student"], row["task"]): row for row in csv.DictReader(io.StringIO(out, newline=""))}

    def report(self, *arguments, status=0):
        out, _ = self.grade("--json", "-", *arguments, status=status)
        return json.loads(out)

    # ---- what counts ------------------------------------------------------------------------------------------

    def journal(self, typed, *arguments):
        self.pagelab("lesson", "--plain", "--course", self.course, "--journal", self.path("j"), *arguments, typed=typed)
        with open(self.path("j"), encoding="utf-8") as f:
            text = f.read()
        os.remove(self.path("j"))
        return text

    def test_a_journal_of_the_lab_is_graded(self):
        self.answer("maria.journal", self.journal("lesson middle\nhint\ncommit 40002000 3p rw\nlesson two\n"
                                                  "reserve 20000000 4p rw\nquit\n"))
        out, _ = self.grade(self.path("answers"))
        self.assertRegex(out, r"maria +middle +solved +1 +1 +1 +0:0\d\n")
        self.assertRegex(out, r"maria +two +not solved +- +2 +- +- page 20000000 is reserved")
        self.assertIn("middle: solved by 1 of 1", out)

    def test_a_journal_has_the_numbers_of_its_student(self):
        text = self.journal("lesson own\nhint\nquit\n", "--student", "maria")
        base = re.search(r"lesson own\n#\|reserve (\w+) 8p", text).group(1)
        text = self.journal("lesson own\ncommit %s 8p rw\nquit\n" % base, "--student", "maria")
        self.answer("maria", text)
        self.answer("jorge", text)
        rows = self.rows(self.path("answers"))
        self.assertEqual(rows["maria", "own"]["result"], "solved")
        self.assertEqual(rows["jorge", "own"]["result"], "other-start")
        self.assertIn("another student: maria", rows["jorge", "middle"]["notes"])
        rows = self.rows("--student-from", "journal", self.path("answers/jorge"))
        self.assertEqual(rows["maria", "own"]["result"], "solved")
        self.answer("ana", self.journal("lesson own\ncommit 40000000 8p rw\nquit\n"))
        self.assertEqual(self.rows(self.path("answers/ana"))["ana", "own"]["result"], "default-numbers")
        rows = self.rows("--student-from", "none", self.path("answers/ana"))
        self.assertEqual(rows["ana", "own"]["result"], "solved")

    def test_scripts_and_programs_are_graded(self):
        self.answer("script.txt", GOOD + "lesson two\nalloc 20000000 4p rw\n")
        self.answer("bare.txt", "commit 40002000 3p rw\n")
        self.answer("prog.c", "// lesson two\n" + PROGRAM %
                    "VirtualAlloc((void *)0x20000000, 0x4000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);")
        rows = self.rows(self.path("answers"))
        solved = sorted(key for key, row in rows.items() if row["result"] == "solved")
        self.assertEqual(solved, [("bare", "middle"), ("prog", "two"), ("script", "middle"), ("script", "two")])
        self.assertEqual(rows["script", "two"]["calls"], "1")

    def test_task_and_folders(self):
        os.makedirs(self.path("answers/ana"))
        self.answer("ana/two.c", PROGRAM % "")
        self.answer("x.txt", "commit 40000000 8p rw\n")
        rows = self.rows(self.path("answers"))
        self.assertEqual(rows["ana", "two"]["result"], "open")
        self.assertEqual(rows["x", "middle"]["result"], "untried")
        rows = self.rows("--task", "middle", self.path("answers/x.txt"))
        self.assertEqual(rows["x", "middle"]["result"], "open")
        self.assertIn("40000000", rows["x", "middle"]["why"])
        _, err = self.grade("--task", "no-such", self.path("answers"), status=2)
        self.assertIn("no-such", err)

    def test_in_an_exam_help_is_flagged(self):
        self.answer("ana", "lesson middle\nhint\nwhy\ncommit 40002000 3p rw\n")
        out, _ = self.grade("--exam", self.path("answers"))
        self.assertRegex(out, r"ana +middle +solved .*!hint !why")
        self.assertTrue(self.report("--exam", self.path("answers"))["exam"])

    def test_the_solutions_of_the_own_lessons_are_graded_at_par(self):
        script, pars = "", {}
        folder = os.path.join(os.path.dirname(__file__), "../../assets/lessons")
        for name in sorted(os.listdir(folder)):
            if not os.path.isdir(os.path.join(folder, name)):
                continue
            with open(os.path.join(folder, name, "lesson"), encoding="utf-8") as f:
                data = f.read()
            if re.search(r"^(question|ask|vary) ", data, re.M):
                continue
            lines = re.search(r"^solution.*\n((?:[ \t]+.*\n?)+)", data, re.M).group(1).splitlines()
            lesson = re.search(r"^lesson\s+(\S+)", data, re.M).group(1)
            pars[lesson] = re.search(r"^par\s+(\d+)", data, re.M).group(1)
            script += "lesson %s\n%s\n" % (lesson, "\n".join(re.sub(r"^!\S*\s*", "", line.strip()) for line in lines))
        self.assertGreater(len(pars), 10)
        out, _ = self.pagelab("grade", "own", "--csv", "-", "-", typed=script)
        rows = {row["task"]: row for row in csv.DictReader(io.StringIO(out, newline=""))}
        for lesson, par in pars.items():
            self.assertEqual((rows[lesson]["result"], rows[lesson]["calls"]), ("solved", par), lesson)

    # ---- reports ----------------------------------------------------------------------------------------------

    def test_the_json_report_can_be_graded_again(self):
        self.answer("a", GOOD)
        self.answer("b", "lesson two\n")
        first = self.report(self.path("answers"))
        self.assertEqual([answer["student"] for answer in first["answers"]], ["a", "b"])
        self.assertEqual(first["answers"][0]["text"], GOOD)
        self.assertEqual([task["id"] for task in first["tasks"]], ["middle", "two", "own"])
        forged = json.dumps(first, separators=(",", ":")).replace('"solved":false', '"solved":true').replace(
            '"result":"open"', '"result":"solved"')
        again = self.report(self.write("forged.json", forged))
        self.assertEqual(again, first)
        spaced = json.dumps(json.loads(forged), indent=2, sort_keys=True)
        self.assertEqual(self.report(self.write("spaced.json", spaced)), first)
        out, _ = self.grade(self.write("bad.json", forged[:-5]), status=1)
        self.assertIn("damaged", out)

    def test_junit_is_xml_with_the_answers(self):
        self.answer("a", GOOD)
        self.answer("b", "lesson two\n<&>\"'\x01\x1b[31m]]>\n")
        out, _ = self.grade("--junit", "-", self.path("answers"))
        suites = xml.fromstring(out.encode())
        self.assertEqual([suite.get("name") for suite in suites], ["a", "b"])
        self.assertEqual(suites[0].find("system-out").text, GOOD)
        self.assertEqual([(s.get("tests"), s.get("failures"), s.get("skipped")) for s in suites],
                         [("3", "0", "2"), ("3", "1", "2")])
        self.assertEqual(suites[1].find("testcase[@name='two']/failure").get("type"), "open")
        self.assertIn("<&>\"'\ufffd\ufffd[31m]]>", suites[1].find("system-out").text)

    def test_files_and_table_together(self):
        self.answer("a", GOOD)
        out, _ = self.grade("--csv", self.path("answers/a.csv"), "--json", self.path("a.json"), "--junit",
                            self.path("a.xml"), self.path("answers"))
        self.assertIn("1 answer\n", out)    # a.csv lies among the answers, but is none
        with open(self.path("a.json"), encoding="utf-8") as f:
            self.assertEqual(json.load(f)["answers"][0]["solved"], 1)
        xml.parse(self.path("a.xml"))
        _, err = self.grade("--csv", self.path("no/such/folder"), self.path("answers"), status=2)
        self.assertIn("cannot be written", err)

    def test_spanish(self):
        self.answer("a", "lesson middle\nfoo bar\n")
        out, _ = self.grade("--lang", "es", self.path("answers"))
        self.assertIn("no resuelta", out)
        self.assertIn("línea 2:", out)
        self.assertIn("1 respuesta\n", out)

    # ---- hostile ----------------------------------------------------------------------------------------------

    NAMES = ["=cmd|' -C calc'!A0", "+1", "-1", "@x", "a\x1b[31mred", "line\nbreak", "quote\"comma,;", "<b>&amp;",
             "\u202egnp.exe", "t\tab", "x\x07"]

    def test_names_and_texts_are_only_text(self):
        for name in self.NAMES:
            self.answer(name, "lesson two\n\x1b]0;title\x07\x1b[2J\n=HYPERLINK(\"x\")\nanswer =1+1\n" + name + "\n")
        out, err = self.grade(self.path("answers"))
        self.assertFalse(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out + err), repr(out))
        out, _ = self.grade("--csv", "-", self.path("answers"))
        self.assertFalse(re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", out))
        rows = list(csv.reader(io.StringIO(out, newline="")))
        self.assertEqual({len(row) for row in rows}, {13})
        self.assertEqual(len(rows), 1 + 3 * len(self.NAMES))
        for row in rows:
            for cell in row:
                self.assertFalse(cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell)
        out, _ = self.grade("--junit", "-", self.path("answers"))
        self.assertEqual(len(xml.fromstring(out.encode())), len(self.NAMES))
        names = {answer["student"] for answer in self.report(self.path("answers"))["answers"]}
        self.assertIn("quote\"comma,;", names)
        self.assertIn("line\nbreak", names)

    def test_an_endless_answer_delays_nobody(self):
        endless = {
            "loop.c": PROGRAM % "for (;;) ;",
            "print.c": PROGRAM % "for (;;) printf(\"%d \", 1);",
            "reserve.c": PROGRAM % "for (;;) VirtualAlloc(NULL, 1, MEM_RESERVE, PAGE_READWRITE);",
            "fill.c": PROGRAM % ("char *p = VirtualAlloc(NULL, 1 << 30, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);"
                                 "for (;;) memset(p, 7, 1 << 30);"),
            "deep.c": "int f(int n) { return f(n + 1) + 1; }\n" + PROGRAM % "f(0);",
            "loop.txt": "lesson two\n" + "while (1)\n    ;\n" * 5000,
            "lessons.txt": "lesson middle\n" * 20000,
            "lines.txt": "a = 1\n" * 100000,
            "open.txt": "f(\n" * 100000,
            "brackets.txt": "(" * 500000,
            "blocks.c": "int main(void)" + "{" * 200000,
            "start.txt": "#pagelab-journal 1 machine=x86 layout=empty\n" +
                         "#start 1 machine=x86 layout=empty lesson middle\n#|while (1);\n" * 10000,
        }
        for name, text in endless.items():
            self.answer(name, text)
        self.answer("zoe.txt", GOOD)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out, _ = self.grade("--json", self.path("r.json"), self.path("answers"), status=1)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertLess(after.ru_utime - before.ru_utime, 20)
        self.assertRegex(out, r"zoe +middle +solved")
        self.assertIn("limit of operations", out)

    def test_a_thousand_answers_take_seconds(self):
        for i in range(1000):
            named = GOOD + "lesson two\nreserve 20000000 4p rw\n"
            self.answer("s%04d" % i, named if i % 2 else "alloc 20000000 4p rw\n")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out, _ = self.grade("--json", self.path("r.json"), "--csv", self.path("r.csv"), self.path("answers"))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertIn("middle: solved by 500 of 1000", out)
        self.assertLess(after.ru_utime - before.ru_utime, 10)

    # ---- what cannot be graded --------------------------------------------------------------------------------

    def test_what_cannot_be_read_is_said_and_the_rest_is_graded(self):
        self.answer("good", GOOD)
        self.answer("huge", "x" * (2 << 20))
        self.answer("binary.pdf", bytes(range(256)) * 40)
        self.answer("prose.txt", "dear teacher, my dog ate it\n")
        self.answer(".hidden", "x")
        os.symlink("/etc/passwd", self.path("answers/link"))
        os.mkfifo(self.path("answers/pipe"))
        out, _ = self.grade(self.path("answers"), self.path("no-such"), status=1)
        self.assertRegex(out, r"good +middle +solved")
        self.assertIn("too large", out)
        self.assertIn("no-such", out)
        self.assertIn("5 answers", out)
        self.assertNotIn("root:", out)

    def test_an_empty_answer_is_graded(self):
        self.answer("empty", "")
        out, _ = self.grade(self.path("answers"))
        self.assertIn("no task is solved", out)
        out, _ = self.grade("-", typed=GOOD)
        self.assertIn("middle: solved by 1 of 1", out)

    def test_a_lesson_with_mistakes_is_named_and_the_others_work(self):
        self.write("course/two/lesson", TWO.replace("par", "part"))
        out, err = self.pagelab("lesson", "middle", "--plain", "--course", self.course,
                                typed="lesson list\nlesson two\nlesson middle\ncommit 40002000 3p rw\n")
        self.assertEqual(err.count("course/two/lesson:"), 1)
        self.assertIn("pagelab check", err)
        self.assertIn("there is no lesson two", out)
        self.assertIn("Solved with 1 call", out)

    def test_no_course(self):
        self.pagelab("grade", self.path("nowhere"), self.path("answers"), status=2)
        self.pagelab("grade", self.course, status=2)

    # ---- check ------------------------------------------------------------------------------------------------

    def test_check_says_file_line_and_code(self):
        os.remove(self.path("course/two/es.md"))
        self.write("course/own/lesson", OWN.replace("par 1", "part 1"))
        out, _ = self.pagelab("check", self.course, status=1)
        self.assertIn("own/lesson:3: C0106 part", out)
        self.assertRegex(out, r"order:2: C0101 .*two/es\.md")
        self.assertTrue(out.endswith("faults\n"), out)
        self.pagelab("check", self.path("nowhere"), status=1)
        self.pagelab("check", status=2)

    def test_a_course_may_lie_in_a_folder_of_any_name(self):
        os.rename(self.course, self.path("practice"))
        before = os.getcwd()
        os.chdir(self.path(""))
        out, _ = self.pagelab("check", "practice", status=1)
        os.chdir(before)
        self.assertNotIn("C0101", out)

    def test_check_says_which_file_is_too_long(self):
        self.write("course/own/lesson", OWN + "# nothing\n" * 20000)
        out, _ = self.pagelab("check", self.course, status=1)
        self.assertRegex(out, r"own/lesson: C0102 .*65536")
        self.assertNotIn("C0101", out)

    def test_the_own_lessons_are_sound(self):
        out, _ = self.pagelab("check", "own")
        self.assertRegex(out, r"\A\d+ lessons, 0 faults\n\Z")
        self.answer("a", "lesson 1\n")
        self.pagelab("grade", "own", self.path("answers"))


if __name__ == "__main__":
    unittest.main()
