"""The data that a template is previewed with, from the JSON that `src-shared/json-value.ts` describes."""

import base64
from typing import Any, Callable

from rmote import codec_base as codec
from rmote import codec_types
from rmote.template import Template
from rmote.template_data import made


def context_of(context: "dict[str, Any]") -> "dict[str, Any]":
    """The values of the names: of plain JSON and of its `$` forms. Each call gives values of their own."""
    return {name: value_of(value) for name, value in context.items()}


def value_of(value: Any) -> Any:
    """The Python value that a value of JSON stands for."""
    kind = type(value)
    if kind is list:
        return [value_of(item) for item in value]
    if kind is not dict:
        return value
    first = next(iter(value), "")
    form = _FORMS.get(first)
    if form is None:
        return {key: value_of(item) for key, item in value.items()}
    return form(value[first], value)


def _fields(code: int) -> "Callable[[Any, dict[str, Any]], Any]":
    def read(name: str, form: "dict[str, Any]") -> Any:
        fields = {key: value_of(item) for key, item in list(form.items())[1:]}
        return made(code, name, [list(fields), list(fields.values())])

    return read


def _datetime(text: str, _form: Any) -> Any:
    import datetime

    # Python has microseconds; what is finer is cut, as the wire's codec does.
    whole, dot, rest = text.rstrip("Z").partition(".")
    value = datetime.datetime.fromisoformat(whole + dot + rest[:6])
    return value.replace(tzinfo=datetime.timezone.utc) if text.endswith("Z") else value


def _timedelta(parts: "list[int]", _form: Any) -> Any:
    import datetime

    return datetime.timedelta(*parts)


_FORMS: "dict[str, Callable[[Any, dict[str, Any]], Any]]" = {
    "$float": lambda text, _: float(text),
    "$bytes": lambda text, _: base64.b64decode(text),
    "$tuple": lambda items, _: tuple([value_of(item) for item in items]),
    "$set": lambda items, _: {value_of(item) for item in items},
    "$frozenset": lambda items, _: frozenset([value_of(item) for item in items]),
    "$dict": lambda items, _: {value_of(key): value_of(item) for key, item in items},
    "$decimal": lambda text, _: codec_types._TEXTS[codec.EXT_DECIMAL](text),
    "$date": lambda text, _: codec_types._TEXTS[codec.EXT_DATE](text),
    "$time": lambda text, _: codec_types._TEXTS[codec.EXT_TIME](text),
    "$datetime": _datetime,
    "$timedelta": _timedelta,
    "$path": lambda text, form: codec_types._path(form.get("type", "PosixPath"), text),
    "$enum": lambda name, form: made(codec.EXT_ENUM, name, [form["name"], value_of(form["value"])]),
    "$dataclass": _fields(codec.EXT_DATACLASS),
    "$namedtuple": _fields(codec.EXT_NAMEDTUPLE),
    "$exception": lambda name, form: made(
        codec.EXT_EXCEPTION, name, [form["message"], [value_of(item) for item in form["args"]]]
    ),
    "$template": lambda source, _: Template.received(source),
}
