import os
import unittest

from . import ROOT
from .agent_case import RAISED, RESULT, AgentCase

OTHER = '''
import logging
class Other(Tool):
    def all(self, name):
        for level in ("DEBUG", "INFO", "ERROR", "NOTE"):
            log(level, level)
        for level in ("debug", "info", "error"):
            getattr(logging.getLogger(name), level)(level)
        print("printed")
'''
LOG = "rmote.tools.logger.Logger.log"
SET = "rmote.tools.logger.Logger.set_log_level"


class Logger(AgentCase):
    def setUp(self):
        AgentCase.setUp(self)
        with open(os.path.join(ROOT, "tools", "logger.py")) as file:
            self.peer.sync("Logger", file.read(), module="rmote.tools.logger")
        self.sync("Other", OTHER)

    def logged(self, method, *args, **kwargs):
        flags, value, records = self.peer.call(method, list(args), kwargs)
        self.assertEqual(flags, RESULT, value)
        return [(record["level"], record["logger"], record["message"]) for record in records]

    def set(self, *args, **kwargs):
        flags, value, _ = self.peer.call(SET, list(args), kwargs)
        self.assertEqual(flags, RESULT, value)
        return tuple(value.parts[1])

    def of_other(self, name="lib.part"):
        return [message for _, _, message in self.logged("tools.testing.Other.all", name)]

    def test_log(self):
        self.assertEqual(self.logged(LOG, "100 %s"), [("INFO", "rmote", "100 %s")])
        self.assertEqual(self.logged(LOG, "two\nlines", "ERROR", logger="backup"), [("ERROR", "backup", "two\nlines")])
        self.assertEqual(self.logged(LOG, "detail", "DEBUG"), [("DEBUG", "rmote", "detail")])

    def test_a_level_for_all(self):
        everything = ["DEBUG", "INFO", "ERROR", "NOTE", "debug", "info", "error", "printed"]
        self.assertEqual(self.of_other(), everything)
        changes = ["level DEBUG -> WARNING"]
        self.assertEqual(self.set("WARNING", check=True), (True, "", "WARNING", changes))
        self.assertEqual(self.of_other(), everything)
        self.assertEqual(self.set("WARNING"), (True, "", "WARNING", changes))
        self.assertEqual(self.set("WARNING"), (False, "", "WARNING", []))
        self.assertEqual(self.set("WARNING", check=True)[0], False)
        # A level that nobody knows is kept, and what is printed is no record.
        self.assertEqual(self.of_other(), ["ERROR", "NOTE", "error", "printed"])
        self.assertEqual(self.logged(LOG, "not wanted"), [])
        self.set("DEBUG")
        self.assertEqual(self.of_other(), everything)

    def test_a_level_for_one(self):
        self.assertEqual(self.set("ERROR", logger="lib")[0], True)
        self.assertEqual(self.of_other(), ["DEBUG", "INFO", "ERROR", "NOTE", "error", "printed"])
        self.assertEqual(self.of_other("another")[4:], ["debug", "info", "error", "printed"])
        self.set("ERROR", logger="Other")
        self.assertEqual(self.of_other("another"), ["ERROR", "NOTE", "debug", "info", "error", "printed"])

    def test_bad_input_is_refused(self):
        for method, args, kwargs in (
            (SET, ["LOUD"], {}),
            (SET, ["INFO"], {"logger": "a\nb"}),
            (LOG, ["x", "info"], {}),
            (LOG, ["x"], {"logger": "x" * 300}),
        ):
            flags, value, records = self.peer.call(method, args, kwargs)
            self.assertEqual((flags, value["type"], records), (RAISED, "ValueError", []))


if __name__ == "__main__":
    unittest.main()
