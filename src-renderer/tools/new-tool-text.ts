import { className } from "./own-tool-name";

/**
 * What a new tool file begins with: a tool that can be called at once, on Python 3.6 too. Its lines
 * are short enough for the editor in half of a tab.
 */
export function newToolText(path: string): string {
  return `"""A tool of your own, to be called on any host."""

import platform

from rmote.protocol import Tool, process


class ${className(path)}(Tool):
    """Says hello from the host."""

    @staticmethod
    def hello(name: str = "world") -> str:
        """Greet somebody.

        Args:
            name: Who is greeted.
        """
        here = platform.node()
        return "Hello, %s! This is %s." % (name, here)

    @staticmethod
    def system() -> str:
        """What the host says of its kernel."""
        done = process(
            "uname", "-a",
            capture_output=True, text=True, check=True,
        )
        return done.stdout.strip()
`;
}
