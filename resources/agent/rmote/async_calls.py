"""Async methods: one asyncio loop in a thread of its own. Imported with the first of them,
since asyncio costs a target 30 to 60 ms."""

import _thread
import asyncio

from rmote import current

_lock = _thread.allocate_lock()
_loop = None  # type: asyncio.AbstractEventLoop | None


def _get_loop():
    global _loop
    with _lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            _thread.start_new_thread(_run, (_loop,))
        return _loop


def _run(loop):
    asyncio.set_event_loop(loop)
    while True:
        try:
            loop.run_forever()
        except BaseException:
            # A task that tool code made raised SystemExit: the others go on.
            pass


def run(call, awaitable, settle):
    """Runs the awaitable as a task of the loop; `settle(value, error)` is called in its thread."""
    loop = _get_loop()

    async def main():
        if current.IS_PER_TASK:
            current.call.set(call)
        return await awaitable

    def done(task):
        tasks.discard(task)
        if task.cancelled():
            settle(None, asyncio.CancelledError())
        elif task.exception() is not None:
            settle(None, task.exception())
        else:
            settle(task.result(), None)

    def start():
        task = asyncio.ensure_future(main())
        tasks.add(task)
        task.add_done_callback(done)
        call.cancel_task = lambda: loop.call_soon_threadsafe(task.cancel)
        if call.is_given_up():
            task.cancel()

    loop.call_soon_threadsafe(start)


# A loop keeps only weak references to its tasks.
tasks = set()  # type: set[asyncio.Future]
