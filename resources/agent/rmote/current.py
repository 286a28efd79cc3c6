"""Which call the code that runs now belongs to: threads and asyncio tasks alike."""

import sys

# Whether each asyncio task has a call of its own: on 3.6, what an async method
# logs or starts is not tied to its call.
IS_PER_TASK = sys.version_info >= (3, 7)

if sys.version_info >= (3, 7):
    from contextvars import ContextVar
else:
    import _thread

    class ContextVar(object):
        """Thread-local, with the two methods that are used."""

        def __init__(self, name, default=None):
            self._local = _thread._local()
            self._default = default

        def get(self):
            return getattr(self._local, "value", self._default)

        def set(self, value):
            self._local.value = value


# The `calls.Call` that runs here; None outside of one.
call = ContextVar("rmote_call", default=None)
