"""pacman.conf(5) of a target: what it says, and changing it."""

import re

CONFIG = "/etc/pacman.conf"
HINT = "The target has no pacman"

HEADER = re.compile(r"\s*\[(.*)\]\s*\Z")
_IGNORE = re.compile(r"(\s*IgnorePkg\s*=)(.*)\Z", re.S)


def configured(key):
    """Values of a setting, with those of files that are included. FileNotFoundError without pacman."""
    return _ask(key)


def repositories():
    return _ask("--repo-list")


def _ask(word):
    from rmote.programs import find_program, run_program

    done = run_program(find_program("pacman-conf", HINT), "--config", CONFIG, word)
    return done.stdout.split("\n")[:-1]


def change_config(edit, check):
    """Replaces the file as a whole, once pacman-conf has read the new one; a `Write` says what changed.

    Raises InvalidContent, OSError, UnexpectedContent; the file is then as it was.
    """
    from rmote.files import edit_file
    from rmote.programs import find_program

    reader = find_program("pacman-conf", HINT)
    # Where the configuration is a link, the file behind it is.
    return edit_file(CONFIG, edit, follow=True, validate=reader + " --config {}", check=check)


def ignored_in(text):
    """Names and patterns that lines with IgnorePkg of the file itself have, in the order that they stand."""
    lines = text.split("\n")
    return [word for _, match in _ignoring(lines) for word in match.group(2).split()]


def with_ignored(text, add, drop):
    """The file with further names to ignore, each in a line of its own, and without others."""
    lines = text.split("\n")
    for number, match in _ignoring(lines):
        kept = match.group(2)
        for name in drop:
            kept = re.sub(r"(?<!\S)%s(?!\S)[ \t]*" % re.escape(name), "", kept)
        if kept != match.group(2):
            lines[number] = (match.group(1) + kept.rstrip()) if kept.strip() else None
    new = ["IgnorePkg = " + name for name in add]
    at = _place(lines)
    if at is None:
        new = ["[options]"] + new + [""] if new else []
        at = 0
    return "\n".join(line for line in lines[:at] + new + lines[at:] if line is not None)


def _ignoring(lines):
    """Number and match of each line of the options that has names to ignore."""
    found = []
    is_option = False
    for number, line in enumerate(lines):
        header = HEADER.match(line or "")
        if header:
            is_option = header.group(1) == "options"
        match = _IGNORE.match(line or "")
        if is_option and match:
            found.append((number, match))
    return found


def _place(lines):
    """Where a further line goes: below others of its kind, or the example of one, or the heading."""
    place = None
    rank = 0
    is_option = False
    for number, line in enumerate(lines):
        header = HEADER.match(line or "")
        if header:
            is_option = header.group(1) == "options"
        if not is_option or line is None:
            continue
        found = 3 if _IGNORE.match(line) else 2 if re.match(r"\s*#\s*IgnorePkg\b", line) else 1 if header else 0
        if found and found >= rank and (found != 1 or rank == 0):
            place, rank = number + 1, found
    return place
