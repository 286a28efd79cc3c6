"""Templates in a running agent: sent as themselves, and loaded only where one is used."""

import unittest

from .agent_case import RAISED, RESULT, AgentCase
from rmote.template import Template

LOADED = "sorted(name for name in sys.modules if name.startswith('rmote.template'))"


class TemplatesOnATarget(AgentCase):
    def test_an_agent_that_renders_nothing_loads_nothing_of_the_engine(self):
        self.sync("Plain", "import sys\nclass Plain(Tool):\n def run(self): return %s\n" % LOADED)
        self.assertEqual(self.peer.call("tools.testing.Plain.run")[1], [])

    def test_a_template_arrives_as_one_and_is_sent_as_one(self):
        body = (
            "import sys\nfrom rmote.protocol import Template\n"
            "class Render(Tool):\n"
            "    def text(self, template, data):\n"
            "        assert type(template) is Template\n"
            "        return template.render(**data)\n"
            "    def echo(self, template): return [template, Template('a')]\n"
        )
        self.sync("Render", body)
        answer = self.peer.call("tools.testing.Render.text", [Template("port ${port}\n"), {"port": 80}])
        self.assertEqual(answer[:2], (RESULT, "port 80\n"))
        answer = self.peer.call("tools.testing.Render.echo", [Template("${x}")], packet_id=2001)
        self.assertEqual(answer[1], [Template("${x}"), Template("a")])

    def test_an_inline_tool_knows_the_name(self):
        source = "class Inline(Tool):\n    def run(self): return Template('${x}').render(x=1)\n"
        self.assertEqual(self.peer.sync("Inline", source, module=None)[1], "Inline")
        self.assertEqual(self.peer.call("Inline.run")[1], "1")

    def test_an_error_names_the_line_and_so_does_its_traceback(self):
        self.sync("Render", "class Render(Tool):\n    def text(self, template): return template.render()\n")
        source = "a\n% def inner()\n${1} ${1 / 0}\n% enddef\nx ${inner()}\n"
        flags, value = self.peer.call("tools.testing.Render.text", [Template(source)])[:2]
        self.assertEqual(flags, RAISED)
        self.assertEqual(value["type"], "rmote.template.TemplateRuntimeError")
        self.assertEqual(value["message"], "<template>:3:8: ZeroDivisionError: division by zero")
        self.assertEqual(value["cause"]["type"], "ZeroDivisionError")
        for frames in (value["frames"], value["cause"]["frames"]):
            shown = [(f["line"], f["source"]) for f in frames if f["file"] == "<template>"]
            self.assertEqual(shown, [(5, "x ${inner()}"), (3, "${1} ${1 / 0}")])

    def test_a_syntax_error_shows_its_line(self):
        self.sync("Render", "class Render(Tool):\n    def text(self, template): return template.render()\n")
        flags, value = self.peer.call("tools.testing.Render.text", [Template.received("a\n  b ${x y}\n")])[:2]
        self.assertEqual((flags, value["type"]), (RAISED, "rmote.template.TemplateSyntaxError"))
        self.assertRegex(value["message"], r"^<template>:2:\d+: invalid syntax")
        self.assertEqual(value["frames"][-1]["source"], "b ${x y}")


if __name__ == "__main__":
    unittest.main()
