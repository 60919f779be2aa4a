#!/usr/bin/env python3
"""pagelab run --json: one object a line for each call, in the recorded shape, our own keys after it."""
import unittest

from pagelab import SHEET_CALL, Lab


class Json(Lab):
    def first_keys(self, answer, count):
        return dict(list(answer.items())[:count])

    def test_a_reserve_gives_address_and_no_error(self):
        answer = self.answers(SHEET_CALL)[0]
        self.assertEqual(self.first_keys(answer, 3), {"call": "VirtualAlloc", "ret": "0x40000000", "error": 0})

    def test_a_failure_gives_its_error_and_the_rule(self):
        answer = self.answers(SHEET_CALL + "VirtualFree(p, 8*4096, MEM_RELEASE)\n")[1]
        self.assertEqual(self.first_keys(answer, 3), {"call": "VirtualFree", "ret": 0, "error": 87})
        self.assertEqual(answer["reason"]["rule"], "R-FREE-2")
        self.assertEqual(answer["step"], 2)

    def test_a_failed_reserve_returns_null(self):
        answer = self.answers("VirtualAlloc(0x40000000, 0, MEM_RESERVE, PAGE_READWRITE)\n")[0]
        self.assertEqual(self.first_keys(answer, 3), {"call": "VirtualAlloc", "ret": "0x0", "error": 87})

    def test_protect_gives_the_old_protection_before_the_error(self):
        answer = self.answers("alloc 40000000 1p rw\nVirtualProtect(0x40000000, 4096, PAGE_READONLY)\n")[1]
        self.assertEqual(list(answer.items())[:4],
                         [("call", "VirtualProtect"), ("ret", 1), ("old", "0x4"), ("error", 0)])

    def test_query_gives_a_success_flag_and_windows_own_fields(self):
        answer = self.answers(SHEET_CALL + "VirtualQuery(0x40000000)\n")[1]
        self.assertEqual(self.first_keys(answer, 10), {
            "call": "VirtualQuery", "ret": 1, "error": 0, "BaseAddress": "0x40000000",
            "AllocationBase": "0x40000000", "AllocationProtect": "0x4", "RegionSize": "0x8000",
            "State": "0x2000", "Protect": "0x0", "Type": "0x20000"})

    def test_accesses_give_values_or_exceptions(self):
        answers = self.answers("alloc 40000000 1p r\nread(0x40000000)\nwrite(0x40000000, 1)\nexecute(0x40000000)\n")
        self.assertEqual(self.first_keys(answers[1], 3), {"call": "read", "ret": 1, "value": 0})
        self.assertEqual(self.first_keys(answers[2], 5), {
            "call": "write", "ret": 0, "exception": "0xc0000005", "access": 1, "address": "0x40000000"})
        self.assertEqual(self.first_keys(answers[3], 5), {
            "call": "execute", "ret": 0, "exception": "0xc0000005", "access": 8, "address": "0x40000000"})

    def test_write_watch_lists_the_pages(self):
        answers = self.answers(
            "VirtualAlloc(0x40000000, 0x3000, MEM_RESERVE|MEM_COMMIT|MEM_WRITE_WATCH, PAGE_READWRITE)\n"
            "write(0x40001000, 1)\nGetWriteWatch(0, 0x40000000, 0x3000, 8)\nResetWriteWatch(0x40000000, 0x3000)\n")
        self.assertEqual(self.first_keys(answers[2], 6), {
            "call": "GetWriteWatch", "ret": 1, "error": 0, "count": 1, "granularity": 4096,
            "pages": ["0x40001000"]})
        self.assertEqual(self.first_keys(answers[3], 3), {"call": "ResetWriteWatch", "ret": 1, "error": 0})

    def test_one_line_may_hold_several_calls(self):
        answers = self.answers("for (i = 0; i < 3; i = i + 1) VirtualAlloc(0x40000000 + i * 65536, 1, MEM_RESERVE, 4);\n")
        self.assertEqual([answer["ret"] for answer in answers], ["0x40000000", "0x40010000", "0x40020000"])

    def test_a_mistake_found_while_running_is_an_object_too(self):
        answer = self.answers("char a[60000];\nchar b[60000];\n", status=1)[-1]
        self.assertEqual(answer["diagnostic"], "L0502")

    def test_a_mistake_is_an_object_too(self):
        answer = self.answers("VirtualAlloc(0x40000000, 1, MEM_COMMITT, 4)\n", status=1)[0]
        self.assertRegex(answer["diagnostic"], r"^L\d{4}$")
        self.assertEqual((answer["line"], answer["suggestion"]), (1, "MEM_COMMIT"))

    def test_the_start_of_a_process_gives_no_calls(self):
        self.assertEqual(self.answers("map\n", "--layout", "process"), [])


if __name__ == "__main__":
    unittest.main()
