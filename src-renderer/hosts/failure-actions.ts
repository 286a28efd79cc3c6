import type { Failure, FailureCode } from "../../src-shared/failure";
import { shellWord } from "./ssh-command";

/** What a person can do about a session that failed, right where it says so. */
export type FailureAction =
  | "retry"
  | "edit_host"
  | "choose_key"
  | "choose_python"
  | "choose_transport"
  | "copy_key_removal"
  | "open_settings"
  | "show_log";

/** The first one is what most people want. Failures of a single call are answered where the call is. */
const actions: Record<FailureCode, readonly FailureAction[]> = {
  host_not_found: ["retry", "edit_host"],
  connection_refused: ["retry", "edit_host"],
  host_unreachable: ["retry", "edit_host", "show_log"],
  host_key_unknown: ["retry"],
  host_key_changed: ["copy_key_removal", "retry", "show_log"],
  auth_refused: ["retry", "choose_key", "show_log"],
  identity_unusable: ["choose_key", "retry", "show_log"],
  jump_failed: ["retry", "edit_host", "show_log"],
  become_refused: ["retry", "edit_host"],
  login_refused: ["retry", "edit_host", "show_log"],
  no_transport: ["choose_transport", "retry"],
  no_python: ["choose_python", "retry", "show_log"],
  python_too_old: ["choose_python", "retry"],
  agent_crashed: ["retry", "show_log"],
  not_an_agent: ["retry", "edit_host", "show_log"],
  connect_timeout: ["retry", "edit_host", "show_log"],
  connection_lost: ["retry", "show_log"],
  session_closed: ["retry"],
  protocol_error: ["retry", "show_log"],
  tool_error: ["retry"],
  tool_refused: ["retry"],
  deadline: ["retry"],
  cancelled: ["retry"],
  not_encodable: ["retry"],
  too_large: ["retry"],
  bad_request: ["open_settings", "edit_host", "retry"],
  not_found: ["retry"],
  file_error: ["retry"],
  file_changed: ["retry"],
  internal: ["retry", "show_log"],
};

/**
 * What is offered for a failure, the most likely first. What cannot be done for this
 * one is left out: there is no command where ssh does not say which key to remove.
 * @param hasLog whether the transport has written anything
 */
export function failureActions(failure: Failure, hasLog: boolean): FailureAction[] {
  return actions[failure.code].filter((action) => {
    if (action === "copy_key_removal") return keyRemovalCommand(failure.lines) !== null;
    return action !== "show_log" || hasLog;
  });
}

/**
 * What takes a changed host key out of known_hosts, as ssh names it in its warning
 * ("Offending ED25519 key in FILE:LINE", "Host key for NAME has changed"; sshconnect.c).
 * Null where it does not.
 */
export function keyRemovalCommand(lines: readonly string[]): string | null {
  const text = lines.join("\n");
  const file = /^\s*Offending .*key in (.+):\d+\s*$/m.exec(text)?.[1];
  const name = /Host key for (\S+) has changed/.exec(text)?.[1];
  if (file === undefined || name === undefined) return null;
  return ["ssh-keygen", "-R", name, "-f", file].map(shellWord).join(" ");
}
