"""pagelab - starts the built program in an empty world of its own and reads what it says."""
import json
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("PAGELAB", "pagelab")
SHEET_CALL = "p = VirtualAlloc((void *)0x40000000, 8*4096, MEM_RESERVE, PAGE_READWRITE)\n"


class Lab(unittest.TestCase):
    """Every test has its own home, so that no journal or history of another is found."""

    def setUp(self):
        self.home = tempfile.TemporaryDirectory(prefix="pagelab-")
        self.addCleanup(self.home.cleanup)
        self.environment = {
            "PATH": os.environ.get("PATH", ""), "HOME": self.home.name, "LC_ALL": "C.UTF-8", "TERM": "dumb",
            "XDG_STATE_HOME": self.path("state"), "XDG_CONFIG_HOME": self.path("config"),
        }
        for name, value in os.environ.items():
            if name.startswith(("ASAN_", "UBSAN_", "LSAN_")):
                self.environment[name] = value

    def path(self, name):
        return os.path.join(self.home.name, name)

    def write(self, name, text):
        with open(self.path(name), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        return self.path(name)

    def start(self, *arguments, **more):
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.home.name, env=self.environment,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)

    def pagelab(self, *arguments, typed="", status=0, timeout=60):
        """Runs the program with typed as its input; returns (stdout, stderr)."""
        child = self.start(*arguments)
        try:
            data = typed if isinstance(typed, bytes) else typed.encode()
            out, err = child.communicate(data, timeout=timeout)
        finally:
            child.kill()
        out, err = out.decode(), err.decode()
        self.assertEqual(child.returncode, status, "stdout: %s\nstderr: %s" % (out, err))
        return out, err

    def answers(self, script, *arguments, status=0):
        """The JSON objects that a script of calls gives."""
        out, _ = self.pagelab("run", "-", "--json", *arguments, typed=script, status=status)
        return [json.loads(line) for line in out.splitlines()]
