import { className } from "./own-tool-name";

/** What a new tool file begins with: a tool that can be called at once, on Python 3.6 too. */
export function newToolText(path: string): string {
  return `"""A tool of your own: each method below can be called on any host."""

import platform

from rmote.protocol import Tool, process


class ${className(path)}(Tool):
    """Says hello from the host that it is called on."""

    @staticmethod
    def hello(name: str = "world") -> str:
        """Greet somebody.

        Args:
            name: Who is greeted.
        """
        return "Hello, %s! This is %s." % (name, platform.node())

    @staticmethod
    def system() -> str:
        """What the host says of its kernel."""
        done = process("uname", "-a", capture_output=True, text=True, check=True)
        return done.stdout.strip()
`;
}
