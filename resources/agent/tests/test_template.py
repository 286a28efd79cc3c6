"""The template language, by the table of `template-cases.json` and by properties."""

import json
import os
import pickle
import random
import re
import sys
import threading
import traceback
import unittest
import warnings

from . import ROOT
from rmote import template as template_module
from rmote.template import BLOCK_CONT, BLOCK_END, BLOCK_OPEN, Template, TemplateRuntimeError, TemplateSyntaxError, render_template

CASES = os.path.join(ROOT, "tests", "template-cases.json")


def cases():
    """The cases that this Python can have; `docs/templates.md` says what is in them."""
    with open(CASES, encoding="utf-8") as file:
        found = json.load(file)
    return [case for case in found if version(case.get("python", "3.6")) <= sys.version_info[:2]]


def version(text):
    return tuple(int(part) for part in text.split("."))


class Cases(unittest.TestCase):
    def test_there_are_many_and_none_has_the_name_of_another(self):
        with open(CASES, encoding="utf-8") as file:
            names = [case["name"] for case in json.load(file)]
        self.assertGreater(len(names), 250)
        self.assertEqual(len(names), len(set(names)))

    def test_outputs(self):
        for case in cases():
            if "output" in case:
                with self.subTest(case["name"]):
                    text = Template(case["source"]).render_context(case["context"])
                    self.assertEqual(text, case["output"])

    def test_errors(self):
        for case in cases():
            if "error" in case:
                with self.subTest(case["name"]):
                    self.check(case, case["error"])

    def check(self, case, wanted):
        kind = TemplateSyntaxError if wanted["kind"] == "syntax" else TemplateRuntimeError
        with self.assertRaises(kind) as caught:
            template = Template(case["source"])
            self.assertEqual(wanted["kind"], "runtime", "it compiles")
            template.render_context(case["context"])
        error = caught.exception
        found = {name: getattr(error, name, None) for name in wanted}
        found["kind"] = wanted["kind"]
        if "type" in wanted:
            found["type"] = type(error.__cause__).__name__
            if found["type"] == "RuntimeError":
                found["type"] = type(error.__cause__.__cause__).__name__
        self.assertEqual(found, wanted)
        self.assertGreaterEqual(error.column, 1)
        self.assertEqual(str(error), "<template>:%d:%d: %s" % (error.line, error.column, error.message))

    def test_keywords(self):
        self.assertEqual(BLOCK_END, {"end"} | {"end" + word for word in BLOCK_OPEN})
        self.assertEqual(BLOCK_CONT, {"elif", "else", "except", "finally"})


# What is special somewhere, and letters of several kinds.
PARTS = [
    "${", "\\${", "\\", "$", "{", "}", "%", "%%", "##", "#", "\n", "\r\n", "\r", " ", "\t", "'", '"', "if x:", "end",
    "a", "\xe9", "\u65e5", "\U0001f600", "\x0c", "\u2028", "\0", "%s", "<%", "\ud800",
]
LINE = re.compile(r"^([ \t]*)(%|##)", re.MULTILINE)


def escaped(text):
    """A template that renders to the text: what is special is put so that it is not."""
    text = text.replace("${", "\\${")
    # Only newlines begin lines, and `##` has no escape but an expression.
    lines = text.split("\n")
    for index, line in enumerate(lines):
        match = LINE.match(line)
        if match is not None:
            mark = "%%" if match.group(2) == "%" else "${'##'}"
            lines[index] = match.group(1) + mark + line[match.end() :]
    return "\n".join(lines)


class Properties(unittest.TestCase):
    def texts(self, parts, count=2000):
        source = random.Random(7)
        for _ in range(count):
            yield "".join(source.choice(parts) for _ in range(source.randrange(12)))

    def test_text_without_special_characters_renders_to_itself(self):
        plain = [part for part in PARTS if part not in ("${", "\\${", "%", "%%", "##", "#", "$", "%s", "<%", "\ufeff")]
        for text in self.texts(plain):
            self.assertEqual(Template(text).render(), text)

    def test_what_is_escaped_renders_to_what_it_was(self):
        for text in self.texts(PARTS):
            self.assertEqual(Template(escaped(text)).render(), text, ascii(escaped(text)))

    def test_values_are_inserted_as_they_are(self):
        for text in self.texts(PARTS, 1000):
            self.assertEqual(Template("<${x}>${x}\n").render(x=text), "<%s>%s\n" % (text, text))

    def test_lines_between_statements_are_joined(self):
        source = random.Random(11)
        for _ in range(500):
            newline = source.choice(["\n", "\r\n"])
            ends = source.choice([True, False])
            lines, wanted = [], []
            for number in range(source.randrange(1, 8)):
                kind = source.randrange(4)
                if kind == 0:
                    lines.append("## c")
                elif kind == 1:
                    shown = source.choice([True, False])
                    lines += ["% if " + str(shown), "t%d" % number, "% end"]
                    wanted += ["t%d" % number] if shown else []
                else:
                    lines.append("a ${%d}" % number)
                    wanted.append("a %d" % number)
            text = newline.join(lines) + (newline if ends else "")
            output = newline.join(wanted) + (newline if ends and wanted else "")
            self.assertEqual(Template(text).render(), output, text)

    def test_any_text_is_a_template_or_has_an_error_with_a_place(self):
        parts = PARTS + ["% if x\n", "% end\n", "% for i in x:\n", "x", "(", ")", "[", "]", "f'", '"""', "lambda", ":", "="]
        refused = 0
        for text in self.texts(parts):
            try:
                Template(text)
            except TemplateSyntaxError as error:
                refused += 1
                rows = text.split("\n")
                self.assertLessEqual(error.line, len(rows), ascii(text))
                self.assertLessEqual(error.column, len(rows[error.line - 1]) + 1, ascii(text))
        self.assertGreater(refused, 300)


class Templates(unittest.TestCase):
    def test_names_that_it_reads_and_does_not_bind(self):
        for source, names in [
            ("${a} ${b.c['d']} ${len(e)}", "a b e"),
            ("% for i in xs:\n${i} ${j}\n% endfor\n", "xs j"),
            ("${[n + k for n in ns]} ${(lambda p, q=r: p + s)(1)}", "k ns r s"),
            ("% x = y\n% import os\n${x} ${os.sep}", "y"),
            ("% def f(p, q=d):\n% l = p\n${l} ${g} ${f(1)}\n% enddef\n${f(1)}", "d g"),
            ("% class A(Base):\n% x = y\n% def m(self)\n${self.z} ${w}\n% end\n% end", "Base y w"),
            ("% try\n${a}\n% except KeyError as e\n${e}\n% end", "a"),
            ("% def f()\n% global n\n% n = 1\n% enddef\n${n}", ""),
            ("% with o(a) as f\n${f}\n% end", "o a"),
            ("text", ""),
        ]:
            with self.subTest(source):
                self.assertEqual(Template(source).names, frozenset(names.split()))

    def test_equal_by_source(self):
        self.assertEqual(Template("a", "x"), Template("a"))
        self.assertNotEqual(Template("a"), Template("b"))
        self.assertNotEqual(Template("a"), "a")
        self.assertEqual({Template("a"): 1}[Template("a")], 1)
        self.assertEqual(repr(Template("a")), "Template('a')")
        self.assertEqual(Template.compile("a").source, "a")

    def test_a_name_may_be_called_like_a_parameter(self):
        self.assertEqual(Template("${self}${source}${args}").render(self=1, source=2, args=3), "123")
        self.assertEqual(render_template("${self}${source}", self=1, source=2), "12")

    def test_rendering_changes_nothing_of_the_data_or_of_the_template(self):
        data = {"x": 1}
        template = Template("% x = x + 1\n% y = 1\n${x}")
        self.assertEqual([template.render_context(data) for _ in range(3)], ["2"] * 3)
        self.assertEqual(data, {"x": 1})

    def test_takes_texts_only(self):
        with self.assertRaises(TypeError):
            Template(b"a")  # type: ignore[arg-type]

    def test_what_is_kept_is_bounded(self):
        for number in range(template_module.MAX_KEPT * 2):
            Template("a%d" % number)
        self.assertLessEqual(len(template_module._kept), template_module.MAX_KEPT)
        self.assertEqual(Template("a1")._compiled, Template("a1")._compiled)
        self.assertIs(Template("a1")._compiled, Template("a1")._compiled)
        Template("x" * template_module.MAX_KEPT_CHARACTERS)
        Template("y" * 10)
        self.assertLess(sum(len(key[0]) for key in template_module._kept), template_module.MAX_KEPT_CHARACTERS)

    def test_renders_in_many_threads_at_once(self):
        template = Template("% def f(n)\n${n}\n% end\n% for i in range(50)\n${f(x)}\n% end\n")
        results = {}

        def run(number):
            results[number] = template.render(x=number)

        threads = [threading.Thread(target=run, args=(n,)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, {n: ("%d\n" % n) * 50 for n in range(20)})

    def test_what_ends_a_program_passes(self):
        for kind in (KeyboardInterrupt, SystemExit, GeneratorExit):
            with self.assertRaises(kind):
                Template("% raise kind").render(kind=kind)

    def test_the_text_of_a_value_that_fails_is_told_at_its_expression(self):
        class Odd(object):
            def __str__(self):
                raise KeyError("odd")

        with self.assertRaises(TemplateRuntimeError) as caught:
            Template("a\n${1} ${x}").render(x=Odd())
        self.assertEqual((caught.exception.line, caught.exception.message), (2, "KeyError: 'odd'"))
        if sys.version_info >= (3, 11):
            self.assertEqual(caught.exception.expression, "x")

    def test_an_error_that_cannot_be_shown_is_told(self):
        class Odd(Exception):
            def __str__(self):
                raise ValueError

        with self.assertRaises(TemplateRuntimeError) as caught:
            Template("% raise x").render(x=Odd())
        self.assertEqual(caught.exception.message, "Odd: <str() of it raised ValueError>")

    def test_a_traceback_shows_the_lines_of_the_template(self):
        source = "a\n% def f()\nb ${x.y}\n% end\n${1} ${f()}\n"
        try:
            Template(source, "web.conf").render(x=1)
        except TemplateRuntimeError as error:
            shown = traceback.format_exc()
            self.assertEqual(str(error), "web.conf:3:5: AttributeError: 'int' object has no attribute 'y'")
        for line in ('File "web.conf", line 5, in <template>\n    ${1} ${f()}\n', 'File "web.conf", line 3, in f\n    b ${x.y}\n'):
            # In the error's own, and in its cause's.
            self.assertEqual(shown.count(line), 2, shown)

    def test_warnings_of_the_code_are_not_shown(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.assertEqual(Template("${'a\\d'}${1 is 1}").render(), "a\\dTrue")
        self.assertEqual(caught, [])

    def test_errors_can_be_pickled(self):
        for source in ("${", "${x}"):
            try:
                Template(source).render()
            except (TemplateSyntaxError, TemplateRuntimeError) as error:
                again = pickle.loads(pickle.dumps(error))
                self.assertEqual((type(again), str(again)), (type(error), str(error)))


if __name__ == "__main__":
    unittest.main()
