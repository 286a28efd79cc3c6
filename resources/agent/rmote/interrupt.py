"""Asks the thread of a call that was given up to stop. Imported with the first of them."""

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rmote.calls import Call

from rmote import deadlines
from rmote.calls import Cancelled

# Seconds between two attempts, and how many of them spare a thread that holds locks.
AGAIN = 0.005
MAX_TRIES = 200

# Files and modules of functions that take a lock and only then begin to take care to release it.
_IMPORTING = "<frozen importlib"
_FILES = (_IMPORTING, "<rmote>/")
_MODULES = ("threading", "queue", "logging", "_weakrefset")


def interrupt(call, tries=MAX_TRIES):
    # type: (Call, int) -> None
    """Raises Cancelled in the thread of a call, as soon as that leaves no lock taken.

    It takes effect at the thread's next line of Python.
    """
    # With its time slice just begun, this thread is not interrupted between the look and the act.
    time.sleep(0)
    with call.lock:
        if call.thread is None or call.done or call.is_raised or call.shields:
            return
        if tries == 0 or not _holds_locks(call.thread):
            call.is_raised = True
            _raise_in(call.thread)
            return
    deadlines.start(AGAIN, lambda: interrupt(call, tries - 1))


def _raise_in(thread):
    try:
        import ctypes
    except ImportError:
        # A Python built without it: the thread goes on to its end.
        return
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Cancelled))


def _holds_locks(thread):
    # type: (int) -> bool
    """Whether a thread runs code that takes locks for all: importing above all."""
    frame = sys._current_frames().get(thread)
    if frame is None:
        return False
    if frame.f_globals.get("__name__") in _MODULES or frame.f_code.co_filename.startswith(_FILES):
        return True
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return True
        frame = frame.f_back
    return False
