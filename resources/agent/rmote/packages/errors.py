"""What goes wrong with packages."""


class AptError(Exception):
    """apt did not do what it was asked for, or would have done more than that."""


class PacmanError(Exception):
    """pacman did not do what it was asked for, or would have done more than that."""


class DnfError(Exception):
    """dnf did not do what it was asked for, or would have done more than that."""


class PackageNotFound(LookupError):
    """There is no such package, or not in that version."""


class DatabaseLocked(Exception):
    """Another process was quicker to take the database. Who runs programs waits then, see `running`."""
