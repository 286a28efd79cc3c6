import { FileText, Pencil, RotateCw, Settings } from "lucide-react";
import type { Failure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import { openOverlay, showLogs } from "../shell/shell-store";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { FailureView } from "../ui/failure-view";
import { type FailureAction, failureActions, keyRemovalCommand } from "./failure-actions";
import { editDialog } from "./host-actions";
import { connect } from "./hosts-store";
import { saidWords } from "./state-words";
import { useTransport } from "./use-transport";

interface SessionFailureProps {
  host: Host;
  failure: Failure;
  /** Whether the transport has written anything. */
  hasLog: boolean;
}

/** Why a session did not come to be, and what can be done about it. */
export function SessionFailure({ host, failure, hasLog }: SessionFailureProps) {
  return (
    <FailureView failure={failure} linesTitle={saidWords(useTransport(host))}>
      {failureActions(failure, hasLog).map((action, at) => (
        <Action key={action} action={action} isFirst={at === 0} host={host} failure={failure} />
      ))}
    </FailureView>
  );
}

interface ActionProps {
  action: FailureAction;
  isFirst: boolean;
  host: Host;
  failure: Failure;
}

const editWords = {
  edit_host: "Edit host…",
  choose_key: "Choose another key or user…",
  choose_python: "Choose the Python…",
  choose_transport: "Choose another transport…",
} as const;

function Action({ action, isFirst, host, failure }: ActionProps) {
  switch (action) {
    case "retry":
      return (
        <Button
          variant={isFirst ? "primary" : "plain"}
          icon={RotateCw}
          data-tab-focus
          onClick={() => void connect(host.id)}
        >
          Try again
        </Button>
      );
    case "copy_key_removal":
      return (
        <CopyButton
          variant="plain"
          label="Copy the command that removes the known key"
          words="Copy the ssh-keygen command"
          text={() => keyRemovalCommand(failure.lines) ?? ""}
        />
      );
    case "open_settings":
      return (
        <Button icon={Settings} onClick={() => openOverlay("settings")}>
          Open the settings
        </Button>
      );
    case "show_log":
      return (
        <Button variant="quiet" icon={FileText} onClick={showLogs}>
          Show the log
        </Button>
      );
    default:
      return (
        <Button
          variant={isFirst ? "primary" : "plain"}
          icon={Pencil}
          onClick={() => editDialog([host])}
        >
          {editWords[action]}
        </Button>
      );
  }
}
