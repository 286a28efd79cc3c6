"""Which changes of tools were shown to come once: noted while tests run, asked for by `test_what_tools_promise`."""

_found = {}  # type: dict[tuple[str, str], list]


def note(test, method, done):
    """`done` is what the method returned when it changed something in this test; it held all that was asserted."""
    _found.setdefault((test.id(), method.__qualname__), []).append(done)


def results(test, name):
    """What the method of this name returned in the test so far, if that was run."""
    return _found.get((test.id(), name), [])
