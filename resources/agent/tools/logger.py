"""What a session logs."""

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Literal

LogLevel = NamedTuple("LogLevel", [
    ("changed", "bool"), ("logger", "str"), ("level", "str"), ("changes", "List[str]"),
])

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Characters of the name of a logger.
MAX_NAME = 200


class Logger(Tool):
    """Write to the log of a session, and choose what is written there."""

    @staticmethod
    def log(
        message: "str",
        level: "Literal['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']" = "INFO",
        *,
        logger: "str" = "rmote"
    ) -> "None":
        """Write a line to the log. Each call writes again.

        Args:
            message: The line. One of more than 65,536 characters is cut off there.
            level: How much it matters; see `set_log_level`.
            logger: Name under which it stands there.

        Raises:
            ValueError: There is no such level, or the name cannot be one.
        """
        _check(level, logger)
        import logging

        logging.getLogger(logger).log(getattr(logging, level), "%s", message)

    @staticmethod
    def set_log_level(
        level: "Literal['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']",
        *,
        logger: "str" = "",
        check: "bool" = False
    ) -> "LogLevel":
        """Keep records below a level out of the log, until the session ends.

        That holds for what `logging` records and for the lines that tools log, such as those of
        Exec, not for what they print. Doing it again changes nothing.

        Args:
            level: The lowest level that is sent. All are, until this is set.
            logger: Only for this logger and those below it, such as `Exec`, which each tool has by
                its name; for all that have no level of their own if left out.
            check: Only tell what would change.

        Returns:
            `changed`, the `logger`, its `level`, `changes`.

        Raises:
            ValueError: There is no such level, or the name cannot be one.
        """
        _check(level, logger)
        from rmote import log_levels

        before = log_levels.level_of(logger)
        if before == level:
            return LogLevel(False, logger, level, [])
        if not check:
            log_levels.set_level(logger, level)
        return LogLevel(True, logger, level, ["level %s -> %s" % (before, level)])


def _check(level, logger):
    if level not in LEVELS:
        raise ValueError("There is no level %r; there are %s." % (level, ", ".join(LEVELS)))
    if len(logger) > MAX_NAME or not logger.isprintable():
        raise ValueError("The name of a logger has at most %d characters, all of them printable." % MAX_NAME)
