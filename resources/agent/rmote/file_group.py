"""Several files that are changed together: all of them, or none."""

import os
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Sequence

# `content` None removes the file.
Wanted = namedtuple("Wanted", "path content mode")
# `changes` has a line for each thing that did, or would, change; `diff` is that of the files with text.
GroupChange = namedtuple("GroupChange", "changed diff changes")


def change_files(files, check=False):
    # type: (Sequence[Wanted], bool) -> GroupChange
    """Gives files their contents, in this order; where one cannot be changed, none is.

    The folder of a file is made where there is none. A mode of None is that of the old file, or
    that of the umask. Raises what `write_file` and `remove_file` of rmote/files.py raise.
    """
    from rmote.files import discard, keep, missing_parents, put_back, remove_folders

    told = [_put(wanted, True) for wanted in files]
    changes = [
        what if what.startswith("remove ") else "%s: %s" % (change.path, what)
        for change in told
        for what in change.changes
    ]
    if changes and not check:
        backups = []
        made = []
        try:
            for wanted, change in zip(files, told):
                if change.changed:
                    made += [path for path in missing_parents(wanted.path, True) if path not in made]
                    there = os.path.lexists(wanted.path)
                    backups.append((wanted.path, keep(wanted.path, True) if there else None))
                    _put(wanted, False)
        except BaseException:
            for path, backup in reversed(backups):
                put_back(path, backup)
            remove_folders(made)
            raise
        for _, backup in backups:
            if backup is not None:
                discard(backup)
    return GroupChange(bool(changes), "".join(change.diff or "" for change in told), changes)


def _put(wanted, check):
    from rmote.files import remove_file, write_file

    if wanted.content is None:
        return remove_file(wanted.path, check=check)
    return write_file(
        wanted.path, wanted.content, mode=wanted.mode, make_parents=True, check=check
    )
