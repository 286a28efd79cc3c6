import os
import unittest
from unittest import mock

from rmote.programs import ProgramFailed, find_program, run_program

from .system_case import SystemCase


class Programs(SystemCase):
    def test_found_outside_of_the_path_too(self):
        self.assertTrue(os.path.isabs(find_program("sh")))
        with mock.patch.dict(os.environ, PATH=self.folder):
            self.assertTrue(find_program("sh").endswith("/sh"))
        mine = self.stand_in("sh", "")
        self.assertEqual(find_program("sh"), mine)
        os.chmod(mine, 0o644)
        self.assertNotEqual(find_program("sh"), mine)

    def test_one_that_is_missing_is_named(self):
        with self.assertRaises(FileNotFoundError) as caught:
            find_program("no-such-program", "Nobody has it.")
        self.assertIn("is not installed here. Nobody has it.: 'no-such-program'", str(caught.exception))

    def test_its_words_are_in_the_failure(self):
        path = self.stand_in("x", 'echo out; [ "$1" = out ] || echo "no $LC_ALL$LANGUAGE" >&2; exit 3')
        with mock.patch.dict(os.environ, LC_ALL="de_DE.UTF-8", LANGUAGE="de"):
            with self.assertRaises(ProgramFailed) as caught:
                run_program(path)
        self.assertEqual(str(caught.exception), "x ended with status 3: no C")
        self.assertEqual(caught.exception.status, 3)
        with self.assertRaisesRegex(ProgramFailed, "x ended with status 3: out"):
            run_program(path, "out")
        self.assertEqual(run_program(path, accept=(0, 3)).stdout, "out\n")
        with self.assertRaisesRegex(ProgramFailed, "x ended with signal 15.$"):
            run_program(self.stand_in("x", "kill $$"))

    def test_input(self):
        self.assertEqual(run_program(find_program("cat"), input="a\n").stdout, "a\n")
        self.assertEqual(run_program(find_program("cat")).stdout, "")

    def test_variables_besides(self):
        path = self.stand_in("x", 'echo "$LC_ALL $MORE ${LESS-none}"; exit 4')
        with mock.patch.dict(os.environ, LESS="1"):
            done = run_program(path, accept=None, env={"MORE": "more", "LESS": None})
        self.assertEqual((done.stdout, done.returncode), ("C more none\n", 4))


if __name__ == "__main__":
    unittest.main()
