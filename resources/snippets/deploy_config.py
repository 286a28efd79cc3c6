"""Deploy a config with check

Write a config file only if its own program finds it right, reload the program, and go back if that fails.

Tags: config, deploy, nginx, validate, rollback, diff, check
"""

import os
import shlex
from typing import List, NamedTuple, Optional

from rmote import files
from rmote.protocol import Tool, log, process


class Deployment(NamedTuple):
    changed: bool
    path: str
    diff: Optional[str]
    changes: List[str]
    backup: Optional[str]
    reloaded: bool


class DeployConfig(Tool):
    """Put a config file in its place so that a mistake in it does no harm."""

    @staticmethod
    def deploy(
        path: str,
        content: str,
        *,
        validate: str = "",
        reload: str = "",
        mode: str = "",
        keep_backup: bool = True,
        check: bool = False
    ) -> Deployment:
        """Make a file have this content, then have its program read it.

        The content is checked by `validate` under another name first. The old file comes back, and
        is loaded again, if `reload` fails. A file that has the content already is left alone, and
        nothing is reloaded then.

        Args:
            path: The config file, such as `/etc/nginx/nginx.conf`.
            content: What the whole file is to be.
            validate: Command that has to end with status 0, with {} for the new file:
                `nginx -t -c {}`, `sshd -t -f {}`, `visudo -cf {}`. No shell reads it.
            reload: Command after the change: `systemctl reload nginx`.
            mode: Octal digits such as 0640; that of the old file if left out.
            keep_backup: Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC).
            check: Only tell what would change, as a diff. No command is run.

        Returns:
            `changed`, the whole `path`, the `diff`, a line for each of the `changes`, the path of
            the `backup`, and whether the program has `reloaded`.

        Raises:
            rmote.files.InvalidContent: `validate` refused it; its output is in the message.
                Nothing was changed.
            RuntimeError: `reload` failed. The old file is back.
            OSError: The path is a link or a folder, the disk is full, or rights are missing.
        """
        command = shlex.split(reload)
        written = files.write_file(
            path, content, mode=mode or None, backup=bool(command or keep_backup),
            validate=validate or None, check=check,
        )
        result = Deployment(
            written.changed, written.path, written.diff, list(written.changes), written.backup, False
        )
        if not written.changed or check:
            return result
        if command:
            _reload(command, written)
        if not keep_backup and written.backup is not None:
            os.unlink(written.backup)
            result = result._replace(backup=None)
        log("%s was changed%s" % (written.path, ", and loaded" if command else ""))
        return result._replace(reloaded=bool(command))


def _reload(command, written):
    # Where only the mode had changed, there is no other content to go back to.
    can_go_back = written.backup is not None or "create" in written.changes
    try:
        problem = _problem(command)
    except BaseException:
        # The call was cancelled.
        if can_go_back:
            files.put_back(written.path, written.backup)
        raise
    if problem is None:
        return
    if not can_go_back:
        raise RuntimeError("%s. %s keeps its new mode." % (problem, written.path))
    files.put_back(written.path, written.backup)
    again = _problem(command)
    state = "loaded again" if again is None else "not loaded: %s" % again
    raise RuntimeError("%s. The old %s is back, and %s." % (problem, written.path, state))


def _problem(command):
    """Why a command failed; None where it did not."""
    try:
        done = process(*command, capture_output=True, text=True)
    except OSError as error:
        return "%s cannot be started: %s" % (command[0], error.strerror)
    if done.returncode == 0:
        return None
    said = (done.stderr.strip() or done.stdout.strip())[-2000:]
    return "%s ended with status %d%s" % (" ".join(command), done.returncode, ": " + said if said else "")
