"""What is wrong with a template, and where. Lines and columns count from 1, columns in characters."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class TemplateSyntaxError(SyntaxError):
    """A template that cannot be compiled."""

    # The name that a person sees.
    __module__ = "rmote.template"

    def __init__(self, message, filename, line, column, text=None):
        # type: (str, str, int, int, str | None) -> None
        SyntaxError.__init__(self, message, (filename, line, column, text))
        self.message = message
        self.line = line
        self.column = column

    def __str__(self):
        # type: () -> str
        return "%s:%d:%d: %s" % (self.filename, self.line, self.column, self.message)

    def __reduce__(self):
        # type: () -> Any
        return (type(self), (self.message, self.filename, self.line, self.column, self.text))


class TemplateRuntimeError(Exception):
    """What an expression or a statement of a template raised; the original is the `__cause__`.

    `expression` is the text of the expression or statement, `name` the name that is not defined if it is that.
    """

    __module__ = "rmote.template"

    def __init__(self, message, filename, line, column, expression, name=None):
        # type: (str, str, int, int, str, str | None) -> None
        Exception.__init__(self, message, filename, line, column, expression, name)
        self.message = message
        self.filename = filename
        self.line = line
        self.column = column
        self.expression = expression
        self.name = name

    def __str__(self):
        # type: () -> str
        return "%s:%d:%d: %s" % (self.filename, self.line, self.column, self.message)
