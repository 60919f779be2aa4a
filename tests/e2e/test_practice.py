#!/usr/bin/env python3
"""Exercises on paper: the same seed gives the same sheet, and the answers are what pagelab really answers."""
import json
import re
import unittest

from pagelab import Lab

TOPICS = ["reserve", "commit", "free", "rounding", "protect", "guard", "charge", "query"]
STATES = {"read-write": "rw", "read-only": "r", "no access": "none", "execute and read": "rx",
          "read-write, guard": "rw+guard"}
STATE_NUMBERS = {"free": "0x10000", "reserved": "0x2000", "committed": "0x1000"}
PROTECTIONS = {"PAGE_READWRITE": "0x4", "PAGE_READONLY": "0x2", "PAGE_READWRITE | PAGE_GUARD": "0x104"}


def exercises(text):
    """The sections of a sheet or of its answers."""
    return re.split(r"^## .*\n", text, flags=re.M)[1:]


def blocks(text):
    return [b.strip("\n") for b in re.findall(r"^```\w+\n(.*?)^```", text, flags=re.M | re.S)]


def calls_of(block):
    """The lines of a numbered list of calls."""
    return [re.sub(r"^\d+  ", "", line).rstrip(";") for line in block.splitlines()]


class Practice(Lab):
    def paper(self, *arguments):
        return self.pagelab("practice", *arguments, "--markdown")[0]

    def lay_out(self, exercise):
        """Short commands that lay out the map printed in an exercise."""
        lines = []
        if "At the start everything is free" in exercise or "The map at the start" not in exercise:
            return lines
        for line in blocks(exercise)[0].splitlines():
            head = re.match(r"allocation (\w+), (\d+) page", line)
            run = re.match(r"  (\w+)-\w+  (\d+) pages?  (.*)", line)
            if head:
                lines.append("reserve %s %sp rw" % head.groups())
            elif run.group(3) != "reserved":
                state = STATES[run.group(3).replace("committed, ", "")]
                lines.append("commit %s %sp %s" % (run.group(1), run.group(2), state))
        limit = re.search(r"Commit limit: (\d+) pages?", exercise)
        return lines + (["limit %sp" % limit.group(1)] if limit else [])

    def run_calls(self, exercise, calls):
        """What run answers to the calls, on the map of the exercise."""
        begin = self.lay_out(exercise)
        answers = self.answers("\n".join(begin + calls) + "\n", "--layout", "empty")
        return answers[len([line for line in begin if not line.startswith("limit")]):]

    def test_the_same_seed_gives_the_same_sheet(self):
        first = self.paper("commit", "--seed", "12", "--paper", "--count", "6")
        self.assertEqual(first, self.paper("commit", "--seed", "12", "--paper", "--count", "6"))
        self.assertEqual(len(exercises(first)), 6)
        self.assertNotEqual(first, self.paper("commit", "--seed", "13", "--paper", "--count", "6"))

    def test_a_longer_sheet_begins_with_the_shorter_one(self):
        long = self.paper("--seed", "5", "--paper", "--count", "12")
        self.assertTrue(long.startswith(self.paper("--seed", "5", "--paper", "--count", "4")))

    def test_without_a_seed_the_sheet_names_the_one_drawn(self):
        sheet = self.paper("free", "--paper")
        seed = re.search(r"seed (\d+)", sheet).group(1)
        self.assertEqual(sheet, self.paper("free", "--seed", seed, "--paper"))

    def test_sheet_and_answers_can_be_printed_together(self):
        both = self.paper("guard", "--seed", "2", "--paper", "--answers")
        self.assertEqual(both, self.paper("guard", "--seed", "2", "--paper") +
                         self.paper("guard", "--seed", "2", "--answers"))

    def test_a_sheet_does_not_give_its_answers_away(self):
        for topic in TOPICS:
            sheet = self.paper(topic, "--seed", "8", "--paper", "--count", "12")
            self.assertNotRegex(sheet, r"!\d|GetLastError\(\) =|It fails|It works and returns")

    def test_the_sheet_is_there_in_spanish(self):
        sheet = self.paper("--seed", "3", "--paper", "--answers", "--lang", "es")
        for words in ("Ejercicios · todos los temas · semilla 3", "Nombre:", "Ejercicio 1:", "Respuestas ·"):
            self.assertIn(words, sheet)
        self.assertNotIn("Exercise", sheet)

    def test_as_text_no_mark_of_markdown_is_left(self):
        out, _ = self.pagelab("practice", "--seed", "3", "--paper", "--answers")
        self.assertNotRegex(out, r"(?m)^#|```|`")

    def test_answers_are_what_run_answers(self):
        seen = set()
        for topic in TOPICS:
            for seed in "1", "2":
                sheet = exercises(self.paper(topic, "--seed", seed, "--paper", "--count", "12"))
                answers = exercises(self.paper(topic, "--seed", seed, "--answers", "--count", "12"))
                for exercise, answer in zip(sheet, answers):
                    with self.subTest(topic=topic, seed=seed, exercise=exercise, answer=answer):
                        seen.add(self.check(exercise, answer))
        self.assertEqual(seen, {"predict", "wrong", "map", "repair", "query", "charge"})

    def check(self, exercise, answer):
        if "Exactly one fails" in exercise:
            return self.check_wrong_call(exercise, answer)
        if "One line of the program" in exercise:
            return self.check_repair(exercise, answer)
        if "Make this map" in exercise:
            return self.check_map(exercise, answer)
        if "VirtualQuery" in exercise:
            return self.check_query(exercise, answer)
        if "How many pages are charged" in exercise:
            return self.check_charge(exercise, answer)
        return self.check_prediction(exercise, answer)

    def check_failure(self, call, answer):
        exception = re.search(r"It fails: .*?(0x[0-9A-F]{8})", answer)
        if exception:
            self.assertEqual(int(call["exception"], 16), int(exception.group(1), 16))
        else:
            self.assertEqual(call["error"], int(re.search(r"GetLastError\(\) = (\d+)", answer).group(1)))

    def check_prediction(self, exercise, answer):
        call, = self.run_calls(exercise, [blocks(exercise)[-1]])
        works = re.search(r"It works and returns (\w+)", answer)
        if not works:
            self.check_failure(call, answer)
        elif call["call"] == "VirtualAlloc":
            self.assertEqual(int(call["ret"], 16), int(works.group(1), 16))
        else:
            self.assertEqual(call["ret"], int(works.group(1)))
        return "predict"

    def check_wrong_call(self, exercise, answer):
        calls = self.run_calls(exercise, calls_of(blocks(exercise)[-1]))
        number = int(re.search(r"Call (\d+) fails", answer).group(1))
        self.assertEqual([n for n, call in enumerate(calls, 1) if call["error"]], [number])
        self.check_failure(calls[number - 1], answer)
        return "wrong"

    def check_map(self, exercise, answer):
        par = int(re.search(r"this many calls: (\d+)", exercise).group(1))
        calls = self.run_calls(exercise, [line.rstrip(";") for line in blocks(answer)[0].splitlines()])
        self.assertEqual([call["error"] for call in calls], [0] * par)
        return "map"

    def check_repair(self, exercise, answer):
        lines = [line[4:] for line in blocks(exercise)[1].splitlines()]
        wrong = self.write("wrong.c", "\n".join(lines) + "\n")
        number = int(re.search(r"Line (\d+) must read", answer).group(1))
        lines[number - 1] = blocks(answer)[0]
        right = self.write("right.c", "\n".join(lines) + "\n")
        out, _ = self.pagelab("run", "--json", right)
        self.assertFalse([call for call in map(json.loads, out.splitlines()) if call.get("error")])
        out, _ = self.pagelab("run", "--json", wrong)
        failed = [call for call in map(json.loads, out.splitlines()) if call.get("error")]
        self.assertEqual(bool(failed), "the first to fail" in answer)
        if failed:
            self.check_failure(failed[0], answer)
        return "repair"

    def check_query(self, exercise, answer):
        asked = re.findall(r"^[a-d]\) .*?\b([0-9A-F]{8})\b", exercise, flags=re.M)
        calls = self.run_calls(exercise, ["query %s" % address for address in asked])
        said = dict(re.findall(r"^([a-d])\) (.*)", answer, flags=re.M))
        self.assertEqual(calls[0]["State"], STATE_NUMBERS[said["a"]])
        self.assertEqual(int(calls[1]["RegionSize"], 16), int(said["b"].split()[0], 16))
        self.assertEqual(int(calls[2]["AllocationBase"], 16), int(said["c"], 16))
        self.assertEqual(calls[3]["Protect"], PROTECTIONS[said["d"]])
        return "query"

    def check_charge(self, exercise, answer):
        """Counted once more: what is committed in the end, from a table of regions."""
        script = self.write("charge.txt", "\n".join(self.lay_out(exercise) + calls_of(blocks(exercise)[-1])))
        self.pagelab("export", script, "--layout", "empty", "--json", self.path("regions.json"))
        with open(self.path("regions.json"), encoding="utf-8") as f:
            regions = json.load(f)["regions"]
        pages = sum(int(region["RegionSize"], 16) // 4096 for region in regions
                    if region["State"] == STATE_NUMBERS["committed"])
        self.assertEqual(pages, int(re.search(r"^charge\) (\d+)", answer, flags=re.M).group(1)))
        return "charge"

    def test_without_paper_the_lab_opens_on_the_first_exercise(self):
        sheet = self.paper("free", "--seed", "7", "--paper", "--count", "2")
        first, second = re.findall(r"^## (.*)", sheet, flags=re.M)
        out, _ = self.pagelab("practice", "free", "--seed", "7", "--plain", typed="next\n")
        self.assertLess(out.index(first), out.index(second))
        task = re.search(r"(?s)## Exercise 1.*?```\w+\n(.*?)```.*?```\w+\n(.*?)```", sheet).group(2)
        self.assertIn(task.splitlines()[0], out)

    def test_a_journal_leads_back_into_its_exercise(self):
        self.pagelab("practice", "guard", "--seed", "7", "--plain", "--journal", self.path("j"), typed="next\n")
        out, _ = self.pagelab("--plain", "--no-journal", self.path("j"), typed="hint\n")
        title = re.findall(r"^## (.*)", self.paper("guard", "--seed", "7", "--paper"), flags=re.M)[1]
        self.assertIn(title, out)
        self.assertIn("Hint 1 of 3", out)

    def test_every_exercise_can_be_solved_in_the_lab(self):
        """With its hints read, and what the paper says typed in."""
        for topic in TOPICS:
            sheet = exercises(self.paper(topic, "--seed", "3", "--paper", "--count", "8"))
            answers = exercises(self.paper(topic, "--seed", "3", "--answers", "--count", "8"))
            typed = []
            for exercise, answer in zip(sheet, answers):
                typed += ["hint"] * 3 + self.typed(exercise, answer) + ["next"]
            out, _ = self.pagelab("practice", topic, "--seed", "3", "--plain", typed="\n".join(typed) + "\n")
            self.assertEqual(len(re.findall(r"\n  Solved\b", out)), 8, out)

    def typed(self, exercise, answer):
        """What a student types who knows the answer."""
        if "Exactly one fails" in exercise:
            return ["answer " + re.search(r"Call (\d+) fails", answer).group(1)]
        if "One line of the program" in exercise:
            return ["answer %s %s" % (re.search(r"Line (\d+) must", answer).group(1), blocks(answer)[0])]
        if "Make this map" in exercise:
            return blocks(answer)[0].splitlines()
        if "VirtualQuery" in exercise:
            return ["answer %s %s" % (name, value.split(" (")[0])
                    for name, value in re.findall(r"^([a-d])\) (.*)", answer, flags=re.M)]
        if "How many pages are charged" in exercise:
            return ["answer " + re.search(r"^charge\) (\d+)", answer, flags=re.M).group(1)]
        return ["predict", self.prediction(exercise, answer), "next"]

    def prediction(self, exercise, answer):
        """Only the pages that changed, as the two maps tell."""
        words = "works"
        error = re.search(r"GetLastError\(\) = (\d+)", answer)
        exception = re.search(r"It fails: .*?0x([0-9A-F]{8})", answer)
        if error or exception:
            words = "fails " + (error or exception).group(1)
        if "The map afterwards" in answer:
            before = {} if "everything is free" in exercise else self.pages(blocks(exercise)[0])
            after = self.pages(blocks(answer)[-1])
            for page in sorted(set(before) | set(after)):
                if before.get(page) != after.get(page):
                    words += " %08X 1p %s" % (page << 12, after.get(page, "free"))
        return "answer " + words

    @staticmethod
    def pages(block):
        """{page: state} of a printed map."""
        found = {}
        for first, count, state in re.findall(r"^  (\w+)-\w+  (\d+) pages?  (.*)", block, flags=re.M):
            for page in range(int(first, 16) >> 12, (int(first, 16) >> 12) + int(count)):
                found[page] = "reserved" if state == "reserved" else STATES[state.replace("committed, ", "")]
        return found

    def test_wrong_use_is_told(self):
        cases = [(["practice", "comit", "--paper"], "unknown topic: comit (reserve, commit,"),
                 (["practice", "commit", "free", "--paper"], "one topic is enough: free"),
                 (["practice", "--paper", "--count", "0"], "not a number that fits here: 0"),
                 (["practice", "--paper", "--count", "101"], "not a number that fits here: 101"),
                 (["practice", "--paper", "--seed", "-1"], "not a number that fits here: -1"),
                 (["practice", "--paper", "--seed", "99999999999999999999"], "not a number that fits here"),
                 (["--paper"], "only practice prints exercises"),
                 (["run", "-", "--answers"], "only practice prints exercises"),
                 (["practice", "--markdown"], "--count and --markdown go with --paper or --answers")]
        for arguments, words in cases:
            _, err = self.pagelab(*arguments, status=2)
            self.assertIn(words, err)


if __name__ == "__main__":
    unittest.main()
