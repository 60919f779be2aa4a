#!/usr/bin/env python3
"""pagelab run with C programs: their output to the letter, and how they end."""
import json
import unittest

from pagelab import Lab

RESERVE = """
main()
{
    void *p;

    p = VirtualAlloc( (void *)0x40000000,
                    8*4096,
                    MEM_RESERVE,
                    PAGE_READWRITE );

    if (p == NULL)
        printf("Fallo en la RESERVA");
    else
        printf("Dir. de RESERVA = %p", p);
}
"""
FREE = """
main()
{
    void *p;

    p = VirtualAlloc( (void *)0x01000000,
                    4*4096,
                    MEM_RESERVE,
                    PAGE_READWRITE );

    if ( VirtualFree( p, 0, MEM_RELEASE ) )
        printf("Exito en la liberacion");
    else
        printf("Fallo en la liberacion");
}
"""


class Programs(Lab):
    def run_program(self, text, *arguments, status=0):
        return self.pagelab("run", self.write("p.c", text), *arguments, status=status)

    def test_the_first_program_of_the_sheet_prints_where_it_reserved(self):
        self.assertEqual(self.run_program(RESERVE), ("Dir. de RESERVA = 40000000", ""))

    def test_the_second_program_of_the_sheet_frees_what_it_took(self):
        self.assertEqual(self.run_program(FREE), ("Exito en la liberacion", ""))

    def test_a_program_may_come_from_standard_input(self):
        out, _ = self.pagelab("run", "-", typed=RESERVE)
        self.assertEqual(out, "Dir. de RESERVA = 40000000")

    def test_main_may_have_the_names_that_windows_gives_it(self):
        for name in "wmain", "_tmain":
            self.run_program("#include <windows.h>\nint %s(void)\n{\n    return 7;\n}\n" % name, status=7)

    def test_a_brace_that_is_missing_before_main_makes_no_script_of_it(self):
        self.run_program("int f(void)\n{\n    return 1;\n\nint main(void)\n{\n    return f();\n}\n", status=125)

    def test_the_exit_status_is_the_low_eight_bits_of_the_programs_own(self):
        self.run_program("int main(void) { return 7; }", status=7)
        self.run_program("int main(void) { return 256 + 3; }", status=3)
        self.run_program("int main(void) { return -1; }", status=255)

    def test_a_missing_semicolon_does_not_hide_the_other_mistakes(self):
        _, err = self.run_program("int main(void)\n{\n    void *p = VirtualAlloc(0, 4096, MEM_COMIT, 4);\n"
                                  "    return 0\n}\n", status=125)
        self.assertLess(err.index("MEM_COMIT. Did you mean MEM_COMMIT"), err.index("; is missing before }"))

    def test_a_program_that_does_not_compile_ends_with_125_and_says_where(self):
        out, err = self.run_program("int main(void)\n{\n    return vaule;\n}\n", status=125)
        self.assertEqual(out, "")
        self.assertRegex(err, r"p\.c:3:12:")

    def test_several_mistakes_of_a_program_are_all_reported(self):
        _, err = self.run_program("int main(void)\n{\n    a = 1;\n    b = 2;\n    return 0;\n}\n", status=125)
        self.assertRegex(err, r"p\.c:3:5:")
        self.assertRegex(err, r"p\.c:4:5:")

    def test_a_loop_without_end_ends_with_124(self):
        _, err = self.run_program("int main(void) { while (1); }", "--max-operations", "200000", status=124)
        self.assertIn("did not end", err)

    def test_an_exception_that_nobody_handles_ends_with_139(self):
        out, err = self.run_program('int main(void) { char *p = NULL; printf("a"); *p = 1; return 0; }', status=139)
        self.assertEqual(out, "a")
        self.assertIn("access violation 0xC0000005: write at 00000000", err)

    def test_a_program_finds_itself_in_a_process(self):
        out, _ = self.run_program("int main(void) { MEMORY_BASIC_INFORMATION m; "
                                  "VirtualQuery((void *)0x400000, &m, sizeof m); "
                                  'printf("%x %p", m.Type, m.AllocationBase); return 0; }')
        self.assertEqual(out, "1000000 00400000")

    def test_json_gives_calls_and_output_in_order(self):
        out, _ = self.run_program(RESERVE, "--json")
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(lines[0]["call"], "VirtualAlloc")
        self.assertEqual(lines[0]["ret"], "0x40000000")
        self.assertEqual("".join(line.get("output", "") for line in lines), "Dir. de RESERVA = 40000000")


if __name__ == "__main__":
    unittest.main()
