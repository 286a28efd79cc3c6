# The first code after stage 0: serves the agent's modules from memory. The
# payload is this text, then name and source of each module, a zero byte
# between any two; stage 0 has left its parts in `d`, and in `b` all that it has read. Behind the
# payload come as many bytes of variables as a fourth argument says.
def _start(parts, data, namespace):
    import sys

    if len(sys.argv) > 4:
        import os

        for variable in bytes(data[-int(sys.argv[4]) :]).split(b"\0"):
            name, _, value = variable.partition(b"=")
            os.environb[name] = value
            if name == b"TZ":
                import time

                time.tzset()

    sources = {parts[i].decode(): parts[i + 1] for i in range(1, len(parts), 2)}
    nonce, compress = int(sys.argv[2]), sys.argv[3] == "1"
    spec_type = type(sys.__spec__)

    class Loader(object):
        def find_spec(self, name, path=None, target=None):
            if name in sources:
                is_package = name == "rmote" or any(other.startswith(name + ".") for other in sources)
                return spec_type(name, self, origin=self._file(name), is_package=is_package)
            return None

        def create_module(self, spec):
            return None

        def exec_module(self, module):
            name = module.__name__
            code = compile(sources[name], self._file(name), "exec", dont_inherit=True, optimize=2)
            exec(code, module.__dict__)

        def get_source(self, name):
            return sources[name].decode()

        def _file(self, name):
            return "<rmote>/" + name.replace(".", "/") + ".py"

    sys.meta_path.insert(0, Loader())
    # More come with tools.
    Loader.sources = sources  # type: ignore[attr-defined]
    # Code that looks at argv or __main__ finds a plain program.
    sys.argv[:] = ["rmote"]
    for name in list(namespace):
        if not name.startswith("__"):
            del namespace[name]

    from rmote.agent import main

    main(nonce, compress)


_start(d, b, globals())  # type: ignore[name-defined] # noqa
