"""Checks that every Python file under the given folders is Python 3.6 as far as its syntax goes.

And that what is sent to targets imports nothing by a relative name: Python 3.7 to 3.9 then do not
wait for a module that another thread is still importing (import.c asks for the lock of the
relative name), so that the first calls of a connection, which run at once, would fail.
"""

import ast
import os
import sys

OLDEST = (3, 6)


def problem(path: str) -> "str | None":
    with open(path, "rb") as file:
        source = file.read()
    try:
        tree = ast.parse(source, path, feature_version=OLDEST)
    except SyntaxError as error:
        return "%s:%s: %s" % (path, error.lineno, error.msg)
    for node in ast.walk(tree):
        # Parsed by every version, refused by the compiler of 3.6.
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            if any(name.name == "annotations" for name in node.names):
                return "%s:%s: annotations from __future__ need 3.7" % (path, node.lineno)
        if isinstance(node, ast.ImportFrom) and node.level and "tests" not in path.split(os.sep):
            return "%s:%s: a relative import is not safe in threads before 3.10" % (path, node.lineno)
    return None


def python_files(folder: str):
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(".py"):
                yield os.path.join(parent, name)


def main() -> int:
    paths = [path for folder in sys.argv[1:] for path in python_files(folder)]
    problems = [text for text in map(problem, paths) if text]
    for text in problems:
        print(text)
    print("%d files read as Python %d.%d, %d refused" % (len(paths), *OLDEST, len(problems)))
    return 1 if problems or not paths else 0


sys.exit(main())
