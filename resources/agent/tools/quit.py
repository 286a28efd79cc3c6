"""The end of a session, asked for on the target's side."""

from rmote.named_tuple import NamedTuple
from rmote.protocol import Tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List

QuitResult = NamedTuple("QuitResult", [("changed", "bool"), ("changes", "List[str]")])


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
