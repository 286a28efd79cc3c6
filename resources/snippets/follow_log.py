"""Follow a log

Watch the lines of a log or of the journal as they are written, those that have a pattern alone if you like.

Tags: log, tail, grep, stream, journal
"""

import os
import re
import time
from typing import Iterator

from rmote.protocol import Tool, log, process

# Seconds between two looks at the end of the file.
LOOK_UP = 0.2
# Bytes that are read for the lines that are there already.
MAX_TAIL = 1048576


class FollowLog(Tool):
    """Watch logs until you cancel the call. Nothing is changed."""

    @staticmethod
    def follow(
        path: str = "/var/log/syslog", pattern: str = "", lines: int = 10, stay: bool = True
    ) -> Iterator[str]:
        """Yield the last lines of a log, then each that is written.

        A log that is rotated or emptied is read on from its new beginning.

        Args:
            path: The log.
            pattern: Only lines in which this regular expression is found: `error|fail`. Large and
                small letters are the same.
            lines: How many of the lines that are there already, out of the last MiB.
            stay: Wait for more until the call is cancelled; else end with the last line.

        Yields:
            Lines without their ends, as text (UTF-8, other bytes escaped).

        Raises:
            FileNotFoundError: There is no such log. Many systems have a journal instead.
            re.error: The pattern is no regular expression.
        """
        wanted = re.compile(pattern, re.IGNORECASE)
        path = os.path.expanduser(path)
        file = open(path, "rb")
        try:
            rest, found = _last(file, wanted, lines)
            yield from found
            while True:
                data = file.read(65536)
                if data:
                    *parts, rest = (rest + data).split(b"\n")
                    yield from _matching(parts, wanted)
                elif not stay:
                    yield from _matching([rest] if rest else [], wanted)
                    return
                elif _was_replaced(file, path):
                    log("%s was rotated" % path)
                    yield from _matching([rest] if rest else [], wanted)
                    rest = b""
                    file.close()
                    file = open(path, "rb")
                else:
                    time.sleep(LOOK_UP)
        finally:
            file.close()

    @staticmethod
    def journal(unit: str = "", pattern: str = "", lines: int = 10, stay: bool = True) -> Iterator[str]:
        """Yield the last lines of systemd's journal, then each that is written.

        Args:
            unit: Only lines of this unit: `nginx.service`.
            pattern: Only lines in which this regular expression is found, as in `follow`.
            lines: How many of the lines that are there already are looked at.
            stay: Wait for more until the call is cancelled; else end with the last line.

        Yields:
            Lines as `journalctl` shows them, with times in ISO 8601.

        Raises:
            FileNotFoundError: There is no journalctl here.
            CalledProcessError: journalctl failed; what it said was yielded.
        """
        wanted = re.compile(pattern, re.IGNORECASE)
        command = ["journalctl", "--no-pager", "--output=short-iso", "--lines=%d" % max(lines, 0)]
        if unit:
            command.append("--unit=" + unit)
        if stay:
            command.append("--follow")
        for line in process(*command, stream=True, text=True, check=True):
            if wanted.search(line):
                yield line


def _last(file, wanted, count):
    """The beginning of the line that is being written, and the last lines before it."""
    end = file.seek(0, os.SEEK_END)
    begin = file.seek(max(0, end - MAX_TAIL))
    *parts, rest = file.read(end - begin).split(b"\n")
    # The first may be the end of a line.
    found = _matching(parts[1:] if begin else parts, wanted)
    return rest, found[-count:] if count > 0 else []


def _matching(parts, wanted):
    texts = [part.rstrip(b"\r").decode("utf-8", "surrogateescape") for part in parts]
    return [text for text in texts if wanted.search(text)]


def _was_replaced(file, path):
    """Whether another file has the path by now, or this one has become shorter."""
    mine = os.fstat(file.fileno())
    try:
        now = os.stat(path)
    except FileNotFoundError:
        # The next one may come.
        return False
    return (now.st_dev, now.st_ino) != (mine.st_dev, mine.st_ino) or now.st_size < file.tell()
