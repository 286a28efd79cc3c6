"""Commands on a target."""

from collections import namedtuple

from rmote.protocol import Tool, log, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Iterator, Optional, Union

CommandResult = namedtuple("CommandResult", "returncode stdout stderr")


class Exec(Tool):
    """Run programs and shell scripts. Their output is returned or yielded; nothing of them reads a terminal."""

    @staticmethod
    def command(
        *argv: "str",
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        timeout: "Optional[float]" = None,
        check: "bool" = False,
        capture_output: "bool" = True,
        text: "bool" = True
    ) -> "CommandResult":
        """Run one program with its arguments, without a shell.

        Args:
            argv: The program, then each argument as it is; nothing is quoted or expanded.
            input: Text or bytes for its standard input, which is empty otherwise.
            cwd: Folder to run it in.
            env: Environment variables to set beside those that the session has.
            timeout: Seconds until it is killed and TimeoutExpired is raised; None for no limit.
            check: Raise CalledProcessError for an exit status other than 0.
            capture_output: Return stdout and stderr; they are thrown away otherwise.
            text: Return them as text (UTF-8, other bytes escaped) instead of bytes.

        Returns:
            Exit status (negative: the signal that ended it), stdout and stderr.

        Raises:
            FileNotFoundError: There is no such program.
        """
        return _run(
            argv, False, input=input, cwd=cwd, env=env, timeout=timeout, check=check,
            capture_output=capture_output, text=text,
        )

    @staticmethod
    def shell(
        script: "str",
        *,
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        timeout: "Optional[float]" = None,
        check: "bool" = False,
        capture_output: "bool" = True,
        text: "bool" = True
    ) -> "CommandResult":
        """Run a script with /bin/sh.

        Args:
            script: What the shell is given: pipes, variables and several lines as in a file.
            input: Text or bytes for its standard input, which is empty otherwise.
            cwd: Folder to run it in.
            env: Environment variables to set beside those that the session has.
            timeout: Seconds until it and all it started is killed and TimeoutExpired is raised;
                None for no limit.
            check: Raise CalledProcessError for an exit status other than 0.
            capture_output: Return stdout and stderr; they are thrown away otherwise.
            text: Return them as text (UTF-8, other bytes escaped) instead of bytes.

        Returns:
            Exit status (negative: the signal that ended it), stdout and stderr.
        """
        return _run(
            (script,), True, input=input, cwd=cwd, env=env, timeout=timeout, check=check,
            capture_output=capture_output, text=text,
        )

    @staticmethod
    def lines(
        script: "str",
        *,
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        timeout: "Optional[float]" = None,
        check: "bool" = False
    ) -> "Iterator[str]":
        """Run a script with /bin/sh and yield its output line by line as it comes.

        Many programs hold lines back while they write to no terminal; `stdbuf -oL` before
        such a command, or an option of its own, lets each come at once.

        Args:
            script: What the shell is given: pipes, variables and several lines as in a file.
            input: Text or bytes for its standard input, which is empty otherwise.
            cwd: Folder to run it in.
            env: Environment variables to set beside those that the session has.
            timeout: Seconds until it and all it started is killed and TimeoutExpired is raised;
                None for no limit.
            check: Raise CalledProcessError at its end for an exit status other than 0.

        Yields:
            Each line of stdout and stderr without its end, as text (UTF-8, other bytes escaped).
        """
        _log_start(script)
        result = yield from process(
            script, shell=True, stream=True, text=True, input=input, timeout=timeout, check=check,
            **_place(cwd, env)
        )
        _log_status(result.returncode)


def _run(argv, shell, *, cwd, env, **options):
    _log_start(argv[0] if shell else " ".join(argv))
    result = process(*argv, shell=shell, **_place(cwd, env), **options)
    _log_status(result.returncode)
    return CommandResult(result.returncode, result.stdout, result.stderr)


def _place(cwd, env):
    """Folder and environment as `process` takes them."""
    import os

    return {
        "cwd": None if cwd is None else os.path.expanduser(cwd),
        "env": None if env is None else dict(os.environ, **env),
    }


def _log_start(shown):
    log("Running %s" % shown.strip().replace("\n", " ; ")[:200])


def _log_status(returncode):
    log("Exit status %d" % returncode, "INFO" if returncode == 0 else "WARNING")
