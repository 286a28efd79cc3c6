"""Which log records are sent. Imported when somebody asks for it: `logging` costs a target 5 ms."""

import logging

from rmote import protocol


def set_level(logger, level):
    # type: (str, str) -> None
    """Sends only records of a logger, `""` for all, that have this level or a higher one.

    The levels of `logging` hold for the lines of `rmote.protocol.log` too from then on.
    """
    logging.getLogger(logger).setLevel(level)
    protocol.is_wanted = _is_wanted


def level_of(logger):
    # type: (str) -> str
    """The level that a logger itself has been given; NOTSET where none was."""
    return logging.getLevelName(logging.getLogger(logger).level)


def _is_wanted(logger, level):
    number = logging.getLevelName(level)
    # A level that logging does not know is one that somebody wants to see.
    return not isinstance(number, int) or logging.getLogger(logger).isEnabledFor(number)
