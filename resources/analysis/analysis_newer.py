"""Names and arguments of the standard library that came after Python 3.6.

From the notes "Added in version" and "Changed in version" of https://docs.python.org/3/library/.
"""

from __future__ import annotations

# By version, the full names.
_NAMES = {
    (3, 7): "asyncio.run asyncio.create_task asyncio.get_running_loop asyncio.current_task contextlib.nullcontext"
    " contextlib.AsyncExitStack contextlib.asynccontextmanager time.time_ns time.monotonic_ns time.perf_counter_ns"
    " time.process_time_ns datetime.datetime.fromisoformat datetime.date.fromisoformat datetime.time.fromisoformat"
    " math.remainder os.register_at_fork typing.ForwardRef"
    " socket.close",
    (3, 8): "shlex.join math.prod math.dist math.perm math.comb math.isqrt functools.cached_property"
    " functools.singledispatchmethod typing.Literal typing.Protocol typing.TypedDict typing.Final typing.final"
    " typing.runtime_checkable typing.get_args typing.get_origin statistics.fmean statistics.quantiles"
    " statistics.NormalDist os.memfd_create threading.excepthook signal.raise_signal"
    " datetime.date.fromisocalendar datetime.datetime.fromisocalendar threading.get_native_id sys.unraisablehook"
    " socket.create_server socket.has_dualstack_ipv6 unittest.IsolatedAsyncioTestCase",
    (3, 9): "functools.cache asyncio.to_thread math.lcm math.nextafter math.ulp typing.Annotated random.randbytes"
    " os.pidfd_open os.waitstatus_to_exitcode ast.unparse"
    " importlib.resources.files socket.send_fds socket.recv_fds zoneinfo.ZoneInfo"
    " ipaddress.IPv6Address.scope_id",
    (3, 10): "contextlib.aclosing itertools.pairwise typing.TypeAlias typing.ParamSpec typing.Concatenate"
    " typing.TypeGuard typing.is_typeddict platform.freedesktop_os_release sys.stdlib_module_names sys.orig_argv"
    " inspect.get_annotations dataclasses.KW_ONLY statistics.correlation statistics.covariance os.eventfd"
    " os.splice types.NoneType types.EllipsisType types.UnionType threading.gettrace",
    (3, 11): "asyncio.TaskGroup asyncio.Runner asyncio.timeout asyncio.Barrier enum.StrEnum enum.verify enum.member"
    " enum.nonmember enum.ReprEnum datetime.UTC contextlib.chdir hashlib.file_digest typing.Self typing.LiteralString"
    " typing.Never typing.assert_never typing.assert_type typing.reveal_type typing.Required typing.NotRequired"
    " typing.TypeVarTuple typing.Unpack typing.dataclass_transform math.cbrt math.exp2 operator.call sys.exception"
    " logging.getLevelNamesMapping",
    (3, 12): "itertools.batched typing.override typing.TypeAliasType math.sumprod random.binomialvariate"
    " sys.monitoring inspect.markcoroutinefunction calendar.Month calendar.Day logging.getHandlerByName",
    (3, 13): "copy.replace warnings.deprecated typing.ReadOnly typing.TypeIs typing.NoDefault math.fma"
    " os.process_cpu_count queue.ShutDown",
    (3, 14): "heapq.heapify_max heapq.heappush_max heapq.heappop_max functools.Placeholder io.Reader io.Writer"
    " datetime.date.strptime datetime.time.strptime os.reload_environ",
}
_BUILTINS = {
    "breakpoint": (3, 7),
    "aiter": (3, 10),
    "anext": (3, 10),
    "EncodingWarning": (3, 10),
    "ExceptionGroup": (3, 11),
    "BaseExceptionGroup": (3, 11),
    "PythonFinalizationError": (3, 13),
}
# Methods whose names nothing else has.
METHODS = {
    "removeprefix": (3, 9),
    "removesuffix": (3, 9),
    "isascii": (3, 7),
    "is_relative_to": (3, 9),
    "with_stem": (3, 9),
    "hardlink_to": (3, 10),
    "add_note": (3, 11),
}
# Arguments by name: of functions by their full name, of methods by theirs with a dot before it.
ARGUMENTS = {
    ("subprocess.run", "capture_output"): (3, 7),
    ("subprocess.run", "text"): (3, 7),
    ("subprocess.Popen", "text"): (3, 7),
    ("subprocess.check_output", "text"): (3, 7),
    ("subprocess.Popen", "user"): (3, 9),
    ("subprocess.Popen", "group"): (3, 9),
    ("subprocess.Popen", "umask"): (3, 9),
    ("subprocess.Popen", "process_group"): (3, 11),
    ("subprocess.run", "process_group"): (3, 11),
    ("shutil.copytree", "dirs_exist_ok"): (3, 8),
    ("math.prod", "start"): (3, 8),
    ("zip", "strict"): (3, 10),
    ("sum", "start"): (3, 8),
    ("bisect.bisect", "key"): (3, 10),
    ("bisect.bisect_left", "key"): (3, 10),
    ("bisect.bisect_right", "key"): (3, 10),
    ("dataclasses.dataclass", "slots"): (3, 10),
    ("dataclasses.dataclass", "kw_only"): (3, 10),
    ("dataclasses.dataclass", "match_args"): (3, 10),
    ("glob.glob", "root_dir"): (3, 10),
    ("glob.glob", "include_hidden"): (3, 11),
    ("tempfile.TemporaryDirectory", "ignore_cleanup_errors"): (3, 10),
    ("tempfile.TemporaryDirectory", "delete"): (3, 12),
    ("logging.basicConfig", "force"): (3, 8),
    ("logging.basicConfig", "encoding"): (3, 9),
    ("hashlib.md5", "usedforsecurity"): (3, 9),
    ("hashlib.sha1", "usedforsecurity"): (3, 9),
    ("hashlib.new", "usedforsecurity"): (3, 9),
    ("shutil.rmtree", "dir_fd"): (3, 11),
    ("shutil.rmtree", "onexc"): (3, 12),
    ("tarfile.open", "stream"): (3, 13),
    (".unlink", "missing_ok"): (3, 8),
}


def _table() -> "dict[str, tuple[int, int]]":
    found = {name: version for version, names in _NAMES.items() for name in names.split()}
    found.update(_BUILTINS)
    return found


NAMES = _table()
