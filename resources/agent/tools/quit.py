"""The end of a session, asked for on the target's side."""

from collections import namedtuple

from rmote.protocol import Tool

QuitResult = namedtuple("QuitResult", "changed changes")


class Quit(Tool):
    """End the agent of a session."""

    @staticmethod
    def exit(*, check: "bool" = False) -> "QuitResult":
        """End the agent, and with it the session, which is closed then and not lost.

        This call is answered first. What other calls have logged is sent, the programs that they
        run are killed, and the calls themselves fail as those of a session that was closed.

        Args:
            check: Only tell what would be done.

        Returns:
            `changed`, which is always true, and `changes`.
        """
        if not check:
            from rmote.protocol import end_agent

            end_agent()
        return QuitResult(True, ["end the agent"])
