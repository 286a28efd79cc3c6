"""Commands on a target."""

from collections import namedtuple

from rmote.protocol import Tool, log, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Optional, Union

CommandResult = namedtuple("CommandResult", "returncode stdout stderr")


class Exec(Tool):
    """Run programs and shell scripts. Their output is returned; nothing of them reads a terminal."""

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


def _run(argv, shell, *, cwd, env, **options):
    import os

    whole = None if env is None else dict(os.environ, **env)
    shown = argv[0] if shell else " ".join(argv)
    log("Running %s" % shown.strip().replace("\n", " ; ")[:200])
    result = process(
        *argv, shell=shell, cwd=None if cwd is None else os.path.expanduser(cwd), env=whole,
        **options
    )
    status = "Exit status %d" % result.returncode
    log(status, "INFO" if result.returncode == 0 else "WARNING")
    return CommandResult(result.returncode, result.stdout, result.stderr)
