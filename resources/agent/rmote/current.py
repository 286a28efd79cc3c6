"""Which call the code that runs now belongs to: threads and asyncio tasks alike."""

try:
    from contextvars import ContextVar
except ImportError:  # Python 3.6
    import _thread

    class ContextVar(object):  # type: ignore[no-redef]
        """Thread-local: on 3.6 what an async method logs is not tied to its call."""

        def __init__(self, name, default=None):
            self._local = _thread._local()
            self._default = default

        def get(self):
            return getattr(self._local, "value", self._default)

        def set(self, value):
            self._local.value = value


# The `calls.Call` that runs here; None outside of one.
call = ContextVar("rmote_call", default=None)
