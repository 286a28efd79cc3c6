"""What `logging` records goes to the queue of records. Imported when something imports logging."""

import importlib.util

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Records of these loggers would be about the agent itself.
QUIET = ("asyncio",)


def spec_of_logging(output):
    """The spec of the module `logging`, which gets the handler as soon as it has been executed."""
    spec = importlib.util.find_spec("logging")
    if spec is None or spec.loader is None:
        return spec
    loader = spec.loader  # type: Any

    class Loader(object):
        def create_module(self, spec):
            return loader.create_module(spec)

        def exec_module(self, module):
            loader.exec_module(module)
            # Still importing: attach's own import finds the module.
            attach(output)

        def __getattr__(self, name):
            return getattr(loader, name)

    spec.loader = Loader()  # type: ignore[assignment]
    return spec


def attach(output):
    """Adds a handler to the root logger, which emits to `output`, an `output.Output`."""
    import logging

    class Handler(logging.Handler):
        def emit(self, record):
            try:
                message = record.getMessage()
                if record.exc_info:
                    message += "\n" + logging.Formatter().formatException(record.exc_info)
            except Exception as error:
                message = "%r %% %r: %s" % (record.msg, record.args, error)
            output.emit(record.levelname, record.name, message, record.created)

    root = logging.getLogger()
    root.addHandler(Handler())
    root.setLevel(logging.DEBUG)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
