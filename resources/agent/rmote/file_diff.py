"""The difference of two texts, as `diff -u` writes it."""

import difflib
import re

# Characters of a difference; what comes behind them is counted.
MAX_DIFF = 1048576
# Bytes of a file that is compared line by line.
MAX_COMPARED = 16777216
# Lines that both differ, beyond which they are not matched with each other: that takes the
# square of their number.
MAX_MATCHED = 4000
CONTEXT = 3


def unified_diff(old, new, path):
    # type: (bytes | None, bytes | None, str) -> str | None
    """What makes the new content of the old; None where one is not text, or long.

    Text is UTF-8 without zero bytes. A content that is None stands for no file.
    """
    before, after = _lines(old), _lines(new)
    if before is None or after is None:
        return None
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    skipped = max(start - CONTEXT, 0)
    end = max(end - CONTEXT, 0)
    before = before[skipped : len(before) - end]
    after = after[skipped : len(after) - end]
    names = ("/dev/null" if old is None else path, "/dev/null" if new is None else path)
    if min(len(before), len(after)) > MAX_MATCHED:
        lines = _replaced(before, after, names)
    else:
        lines = difflib.unified_diff(before, after, names[0], names[1], n=CONTEXT)
    return _joined(lines, skipped)


def _lines(content):
    if content is None:
        return []
    if len(content) > MAX_COMPARED or b"\0" in content:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # Not splitlines: a form feed ends no line.
    lines = text.split("\n")
    last = lines.pop()
    lines = [line + "\n" for line in lines]
    return lines + [last] if last else lines


def _replaced(before, after, names):
    """All old lines, then all new ones."""
    yield "--- %s\n" % names[0]
    yield "+++ %s\n" % names[1]
    yield "@@ -1,%d +1,%d @@\n" % (len(before), len(after))
    for line in before:
        yield "-" + line
    for line in after:
        yield "+" + line


def _joined(lines, skipped):
    parts = []
    size = 0
    more = 0
    for line in lines:
        if size > MAX_DIFF:
            more += 1
            continue
        if line.startswith("@@ ") and skipped:
            # Where the texts begin to differ is not where they begin.
            line = re.sub(r"(?<= [-+])\d+", lambda number: str(int(number.group()) + skipped), line)
        if not line.endswith("\n"):
            line += "\n\\ No newline at end of file\n"
        parts.append(line)
        size += len(line)
    if more:
        parts.append("... %d more lines\n" % more)
    return "".join(parts)
