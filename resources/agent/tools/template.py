"""Templates on a target: `docs/templates.md` describes the language."""

from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

    import rmote.template


class Template(Tool):
    """Render templates with this target's own Python. Nothing is written; a template is code, and may do what the session's user may."""

    @staticmethod
    def render(source: "str", context: "Optional[Dict[str, Any]]" = None) -> "str":
        """Render the text of a template.

        Args:
            source: The template.
            context: The names that it knows, and their values.

        Returns:
            The rendered text.

        Raises:
            TemplateSyntaxError: The template is none; line and column are told.
            TemplateRuntimeError: An expression or a statement of it failed; line, column and expression are told.
        """
        return _render(_engine().Template(source), context)

    @staticmethod
    def render_file(path: "str", context: "Optional[Dict[str, Any]]" = None) -> "str":
        """Render a template that is a file on the target.

        Args:
            path: The file, text in UTF-8; "~" is the home folder.
            context: The names that it knows, and their values.

        Returns:
            The rendered text.

        Raises:
            OSError: The file cannot be read.
            UnicodeDecodeError: It is no text in UTF-8.
            TemplateSyntaxError: The template is none; line and column are told.
            TemplateRuntimeError: An expression or a statement of it failed; line, column and expression are told.
        """
        import os

        path = os.path.expanduser(path)
        # As bytes: what ends its lines stays.
        with open(path, "rb") as file:
            source = file.read().decode("utf-8")
        return _render(_engine().Template(source, path), context)

    @staticmethod
    def render_compiled(template: "rmote.template.Template", context: "Optional[Dict[str, Any]]" = None) -> "str":
        """Render a template that was sent as one.

        Args:
            template: The template.
            context: The names that it knows, and their values.

        Returns:
            The rendered text.

        Raises:
            TemplateSyntaxError: The template is none; line and column are told.
            TemplateRuntimeError: An expression or a statement of it failed; line, column and expression are told.
        """
        if not isinstance(template, _engine().Template):
            raise TypeError("a Template is wanted, not a value of type %s" % type(template).__name__)
        return _render(template, context)

    @staticmethod
    def names(source: "str") -> "List[str]":
        """List the names that a template needs from its context.

        Args:
            source: The template.

        Returns:
            The names, sorted.

        Raises:
            TemplateSyntaxError: The template is none; line and column are told.
        """
        return sorted(_engine().Template(source).names)


def _engine():
    # The agent loads it with the first template.
    import rmote.template

    return rmote.template


def _render(template, context):
    from rmote.template_data import context_of

    return template.render_context(context_of(context or {}))
