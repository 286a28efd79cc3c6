"""What expressions of the standard library give: tables for what its functions do not say themselves."""

from __future__ import annotations

import ast
import io
import re
import subprocess

LITERALS = {ast.List: list, ast.Tuple: tuple, ast.Dict: dict, ast.Set: set, ast.JoinedStr: str,
             ast.ListComp: list, ast.SetComp: set, ast.DictComp: dict, ast.Compare: bool}  # fmt: skip
TYPING = {"List": list, "Dict": dict, "Set": set, "Tuple": tuple, "FrozenSet": frozenset, "Text": str, "Type": type}
# What calls of these give, by the name under which the standard library has them.
RESULTS: "dict[str, type]" = {
    "open": io.TextIOWrapper, "input": str, "sorted": list, "len": int, "repr": str, "sum": int, "round": int,
    "subprocess.run": subprocess.CompletedProcess, "subprocess.check_output": bytes, "os.getcwd": str,
    "re.compile": re.Pattern, "re.match": re.Match, "re.search": re.Match, "re.fullmatch": re.Match,
    "re.findall": list, "re.sub": str, "re.split": list, "json.dumps": str, "shutil.which": str,
    "os.listdir": list, "os.path.join": str, "os.path.basename": str, "os.path.dirname": str,
    "os.path.abspath": str, "os.path.expanduser": str, "os.path.exists": bool, "time.time": float,
    "shlex.split": list, "platform.node": str, "socket.gethostname": str, "tempfile.mkdtemp": str,
}  # fmt: skip
METHODS: "dict[type, dict[str, type]]" = {
    str: dict.fromkeys(
        "strip lstrip rstrip lower upper title replace join format capitalize zfill ljust rjust center removeprefix"
        " removesuffix expandtabs translate casefold swapcase".split(), str)
    | dict.fromkeys("split rsplit splitlines".split(), list)
    | {"encode": bytes, "partition": tuple, "rpartition": tuple, "count": int, "find": int, "startswith": bool},
    bytes: {"decode": str, "strip": bytes, "split": list, "splitlines": list, "replace": bytes, "hex": str},
    dict: {"copy": dict, "items": type({}.items()), "keys": type({}.keys()), "values": type({}.values())},
    io.TextIOWrapper: {"read": str, "readline": str, "readlines": list},
    re.Match: {"group": str, "groups": tuple, "groupdict": dict, "start": int, "end": int},
    re.Pattern: {"match": re.Match, "search": re.Match, "fullmatch": re.Match, "findall": list, "sub": str,
                 "split": list},
}  # fmt: skip

# What instances have that their class has not.
FIELDS: "dict[type, dict[str, type]]" = {
    subprocess.CompletedProcess: {"args": list, "returncode": int, "stdout": str, "stderr": str},
    subprocess.CalledProcessError: {"cmd": list, "returncode": int, "output": str, "stderr": str},
    subprocess.TimeoutExpired: {"cmd": list, "timeout": float, "output": str, "stderr": str},
    subprocess.Popen: {"pid": int, "returncode": int, "stdin": io.BufferedWriter, "stdout": io.BufferedReader,
                       "stderr": io.BufferedReader},
}  # fmt: skip
