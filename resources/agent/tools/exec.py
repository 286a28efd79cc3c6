"""Commands on a target."""

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool, log, process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Iterator, List, Optional, Union

CommandResult = NamedTuple("CommandResult", [
    ("returncode", "int"), ("stdout", "Union[str, bytes, None]"), ("stderr", "Union[str, bytes, None]"),
])


class Exec(Tool):
    """Run programs and shell scripts. Their output is returned or yielded; nothing of them reads a terminal."""

    @staticmethod
    def command(
        *argv: "str",
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        user: "Optional[str]" = None,
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
            user: Name or number of the user to run it as, in their home folder unless `cwd` is
                given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root.
            timeout: Seconds until it is killed and TimeoutExpired is raised; None for no limit.
            check: Raise CalledProcessError for an exit status other than 0.
            capture_output: Return stdout and stderr; they are thrown away otherwise.
            text: Return them as text (UTF-8, other bytes escaped) instead of bytes.

        Returns:
            Exit status (negative: the signal that ended it), stdout and stderr.

        Raises:
            FileNotFoundError: There is no such program.
            CalledProcessError: Its exit status is not 0, with `check`.
            TimeoutExpired: It took longer than `timeout`.
            PermissionError: `user` is another one, and the session's user is not root.
            LookupError: There is no such user.
        """
        _log_start(" ".join(argv))
        return _result(
            process(
                *argv, input=input, timeout=timeout, check=check, capture_output=capture_output,
                text=text, **_place(cwd, env, user)
            )
        )

    @staticmethod
    def shell(
        script: "str",
        *,
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        user: "Optional[str]" = None,
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
            user: Name or number of the user to run it as, in their home folder unless `cwd` is
                given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root.
            timeout: Seconds until it and all it started is killed and TimeoutExpired is raised;
                None for no limit.
            check: Raise CalledProcessError for an exit status other than 0.
            capture_output: Return stdout and stderr; they are thrown away otherwise.
            text: Return them as text (UTF-8, other bytes escaped) instead of bytes.

        Returns:
            Exit status (negative: the signal that ended it), stdout and stderr.

        Raises:
            CalledProcessError: Its exit status is not 0, with `check`.
            TimeoutExpired: It took longer than `timeout`.
            PermissionError: `user` is another one, and the session's user is not root.
            LookupError: There is no such user.
        """
        _log_start(script)
        return _result(
            process(
                script, shell=True, input=input, timeout=timeout, check=check,
                capture_output=capture_output, text=text, **_place(cwd, env, user)
            )
        )

    @staticmethod
    def script(
        script: "str",
        interpreter: "Optional[str]" = None,
        *,
        arguments: "Optional[List[str]]" = None,
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        user: "Optional[str]" = None,
        timeout: "Optional[float]" = None,
        check: "bool" = False,
        capture_output: "bool" = True,
        text: "bool" = True
    ) -> "CommandResult":
        """Run a script with any interpreter, such as Python, Perl or Bash.

        The interpreter reads the text from memory; where the target has no Linux or a Python
        before 3.8, from a file in a private folder, which is removed when the script has ended. So
        standard input is free for `input`.

        Args:
            script: The text of the script.
            interpreter: Program that reads it, with options, such as `python3 -u`. If left out, the
                one that its first line names after `#!`, else /bin/sh.
            arguments: What the script gets as arguments, each as it is.
            input: Text or bytes for its standard input, which is empty otherwise.
            cwd: Folder to run it in.
            env: Environment variables to set beside those that the session has.
            user: Name or number of the user to run it as, in their home folder unless `cwd` is
                given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root.
            timeout: Seconds until it and all it started is killed and TimeoutExpired is raised;
                None for no limit.
            check: Raise CalledProcessError for an exit status other than 0.
            capture_output: Return stdout and stderr; they are thrown away otherwise.
            text: Return them as text (UTF-8, other bytes escaped) instead of bytes.

        Returns:
            Exit status (negative: the signal that ended it), stdout and stderr.

        Raises:
            FileNotFoundError: There is no such interpreter.
            ValueError: The interpreter's quotes are not closed.
            CalledProcessError: Its exit status is not 0, with `check`.
            TimeoutExpired: It took longer than `timeout`.
            PermissionError: `user` is another one, and the session's user is not root.
            LookupError: There is no such user.
        """
        words = _interpreter(script, interpreter)
        _log_start("a script with " + " ".join(words))
        with _ScriptFile(script, user) as file:
            return _result(
                process(
                    *words + [file.name] + list(arguments or []), input=input, timeout=timeout,
                    check=check, capture_output=capture_output, text=text, pass_fds=file.pass_fds,
                    **_place(cwd, env, user)
                )
            )

    @staticmethod
    def lines(
        script: "str",
        *,
        interpreter: "Optional[str]" = None,
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        user: "Optional[str]" = None,
        timeout: "Optional[float]" = None,
        check: "bool" = False
    ) -> "Iterator[str]":
        """Run a script and yield its output line by line as it comes.

        Many programs hold lines back while they write to no terminal; `stdbuf -oL` before
        such a command, or an option of its own, lets each come at once.

        Args:
            script: What the shell is given: pipes, variables and several lines as in a file.
            interpreter: Program that reads it instead of /bin/sh, as in `script`: `python3 -u`.
            input: Text or bytes for its standard input, which is empty otherwise.
            cwd: Folder to run it in.
            env: Environment variables to set beside those that the session has.
            user: Name or number of the user to run it as, in their home folder unless `cwd` is
                given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root.
            timeout: Seconds until it and all it started is killed and TimeoutExpired is raised;
                None for no limit.
            check: Raise CalledProcessError at its end for an exit status other than 0.

        Yields:
            Each line of stdout and stderr without its end, as text (UTF-8, other bytes escaped).
        """
        options = dict(input=input, timeout=timeout, check=check, **_place(cwd, env, user))
        if interpreter is None:
            _log_start(script)
            yield from _lines(script, shell=True, **options)
        else:
            words = _interpreter(script, interpreter)
            _log_start("a script with " + " ".join(words))
            with _ScriptFile(script, user) as file:
                yield from _lines(*words + [file.name], pass_fds=file.pass_fds, **options)

    @staticmethod
    def command_lines(
        *argv: "str",
        input: "Union[str, bytes, None]" = None,
        cwd: "Optional[str]" = None,
        env: "Optional[Dict[str, str]]" = None,
        user: "Optional[str]" = None,
        timeout: "Optional[float]" = None,
        check: "bool" = False
    ) -> "Iterator[str]":
        """Run one program without a shell and yield its output line by line as it comes.

        Args:
            argv: The program, then each argument as it is; nothing is quoted or expanded.
            input: Text or bytes for its standard input, which is empty otherwise.
            cwd: Folder to run it in.
            env: Environment variables to set beside those that the session has.
            user: Name or number of the user to run it as, in their home folder unless `cwd` is
                given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root.
            timeout: Seconds until it and all it started is killed and TimeoutExpired is raised;
                None for no limit.
            check: Raise CalledProcessError at its end for an exit status other than 0.

        Yields:
            Each line of stdout and stderr without its end, as text (UTF-8, other bytes escaped).

        Raises:
            FileNotFoundError: There is no such program.
        """
        _log_start(" ".join(argv))
        yield from _lines(
            *argv, input=input, timeout=timeout, check=check, **_place(cwd, env, user)
        )

    @staticmethod
    def which(name: "str") -> "Optional[str]":
        """Return the whole path of a program, None where there is none.

        Looked for is where the session finds programs, then in the system's folders such as
        /usr/sbin, which a session without a login may lack.

        Args:
            name: Name of the program, or a path, which is looked at alone.

        Raises:
            ValueError: It cannot be the name of a program.
        """
        import os

        from rmote.programs import find_program

        if not name or "\0" in name:
            raise ValueError("%r cannot be the name of a program." % name)
        if "/" in name:
            path = os.path.abspath(os.path.expanduser(name))
            return path if os.path.isfile(path) and os.access(path, os.X_OK) else None
        try:
            return find_program(name)
        except FileNotFoundError:
            return None


class _ScriptFile(object):
    """The text of a script as a file that only its user can read, and that is gone afterwards."""

    def __init__(self, script, user):
        self._text = script.encode("utf-8", "surrogateescape")
        self._user = user
        self._folder = None
        self.name = ""
        self.pass_fds = ()

    def __enter__(self):
        import os

        if hasattr(os, "memfd_create") and os.path.isdir("/dev/fd"):
            fd = os.memfd_create("script", os.MFD_CLOEXEC)
            self.name, self.pass_fds = "/dev/fd/%d" % fd, (fd,)
            self._fill(fd)
        else:
            import tempfile

            # Python looks for modules beside a script: where nobody else can put any.
            self._folder = tempfile.mkdtemp(prefix="rmote-")
            self.name = os.path.join(self._folder, "script")
            try:
                fd = os.open(self.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                self._fill(fd)
                os.close(fd)
                self._give(self._folder)
            except BaseException:
                self.__exit__()
                raise
        return self

    def _fill(self, fd):
        import os

        try:
            os.fchmod(fd, 0o600)
            left = memoryview(self._text)
            while left:
                left = left[os.write(fd, left) :]
            # Some read on from where the descriptor is.
            os.lseek(fd, 0, os.SEEK_SET)
            self._give(fd)
        except BaseException:
            os.close(fd)
            raise

    def _give(self, place):
        """To who runs it."""
        import os

        from rmote.file_attributes import user_id

        number = user_id(self._user)
        if number not in (None, os.geteuid()):
            os.chown(place, number, -1)

    def __exit__(self, *_):
        import os
        import shutil

        for fd in self.pass_fds:
            os.close(fd)
        if self._folder is not None:
            shutil.rmtree(self._folder)


def _interpreter(script, given):
    """The words of the command that reads a script."""
    import shlex

    if given is not None:
        words = shlex.split(given)
        if not words:
            raise ValueError("The interpreter has no name.")
        return words
    first = script.split("\n", 1)[0]
    # As the kernel does: what follows the program is one argument (execve(2)).
    words = first[2:].split(None, 1) if first.startswith("#!") else []
    return [word.strip() for word in words] or ["/bin/sh"]


def _result(done):
    _log_status(done.returncode)
    return CommandResult(done.returncode, done.stdout, done.stderr)


def _lines(*argv, **options):
    """What a command writes, as it comes."""
    done = yield from process(*argv, stream=True, text=True, **options)
    _log_status(done.returncode)


def _place(cwd, env, user):
    """Folder, environment and user as `process` takes them."""
    import os

    if user is None:
        return {
            "cwd": None if cwd is None else os.path.expanduser(cwd),
            "env": None if env is None else dict(os.environ, **env),
        }
    from rmote.process import user_environment

    own = user_environment(user)
    home = own["HOME"] if os.path.isdir(own["HOME"]) else "/"
    if cwd is None or cwd == "~" or cwd.startswith("~/"):
        cwd = home + (cwd or "")[1:]
    return {"cwd": os.path.expanduser(cwd), "env": dict(own, **env or {}), "user": user}


def _log_start(shown):
    log("Running %s" % shown.strip().replace("\n", " ; ")[:200])


def _log_status(returncode):
    log("Exit status %d" % returncode, "INFO" if returncode == 0 else "WARNING")
