import textwrap
import unittest

from . import sources

import analysis

analysis.learn(sources())


def clean(text):
    return textwrap.dedent(text).lstrip("\n")


def cut(text):
    """The source, and line and column of the bar in it."""
    text = clean(text)
    before, _, after = text.partition("|")
    line = before.count("\n") + 1
    column = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2 + 1
    return before + after, line, column


def apply(source, fix):
    """The source after a quick fix. Columns as in ASCII."""
    rows = source.split("\n")
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row) + 1)
    edits = [
        (starts[e["line"] - 1] + e["column"] - 1, starts[e["end_line"] - 1] + e["end_column"] - 1, e["text"])
        for e in fix["edits"]
    ]
    for start, end, text in sorted(edits, reverse=True):
        source = source[:start] + text + source[end:]
    return source


class AnalysisCase(unittest.TestCase):
    maxDiff = None

    def findings(self, source, version="", *codes):
        found = analysis.check(clean(source), version)["findings"]
        return [each for each in found if not codes or each["code"] in codes]

    def said(self, source, version="", *codes):
        return [(f["line"], f["severity"], f["message"]) for f in self.findings(source, version, *codes)]

    def names(self, source):
        return [(f["line"], f["message"].split(" ")[0]) for f in self.findings(source, "", "unknown-name")]

    def fixed(self, source, version="", index=0):
        source = clean(source)
        found = [fix for f in analysis.check(source, version)["findings"] for fix in f["fixes"]]
        return apply(source, found[index])

    def labels(self, text):
        return [each["label"] for each in analysis.complete(*cut(text))["items"]]
