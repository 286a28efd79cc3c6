import type { FailureCode } from "../../src-shared/failure";

/** Whether an attempt may come out otherwise the next time although nobody did anything about it. */
const passes: Record<FailureCode, boolean> = {
  // The network, or the target, may be on its way up again.
  host_not_found: true,
  connection_refused: true,
  host_unreachable: true,
  jump_failed: true,
  connect_timeout: true,
  connection_lost: true,
  // As long as it boots or shuts down a target refuses logins, or has not all that an agent needs.
  login_refused: true,
  no_python: true,
  agent_crashed: true,
  not_an_agent: true,
  protocol_error: true,
  // Asked for again and again, these would lock an account out or wear a person down.
  host_key_unknown: false,
  host_key_changed: false,
  auth_refused: false,
  identity_unusable: false,
  become_refused: false,
  cancelled: false,
  // Of this machine, or of what the host's settings say.
  no_transport: false,
  python_too_old: false,
  bad_request: false,
  not_found: false,
  file_error: false,
  file_changed: false,
  internal: false,
  session_closed: false,
  // Of calls; connecting does not fail with them.
  tool_error: false,
  tool_refused: false,
  deadline: false,
  not_encodable: false,
  too_large: false,
};

/** Whether an attempt that failed with this is followed by another one. */
export function isWorthRetrying(code: FailureCode): boolean {
  return passes[code];
}

/** Milliseconds. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/**
 * The pause before an attempt: 1, 2, 4 ... 60 s, each up to a quarter shorter,
 * so that the sessions which one network lost do not all come back at once.
 * @param attempt counted from 1
 * @param random from 0 up to 1
 * @returns milliseconds
 */
export function pauseBefore(attempt: number, random = Math.random()): number {
  const pause = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE);
  return Math.round(pause * (1 - random / 4));
}
