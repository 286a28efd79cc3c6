import { FailureError, failure } from "../../../src-shared/failure";
import { printableLine } from "../../../src-shared/printable";

export function cancelled(name: string): FailureError {
  return new FailureError(failure("cancelled", `Connecting to ${name} was cancelled.`));
}

export function timedOut(name: string): FailureError {
  return new FailureError(
    failure("connect_timeout", `${name} does not answer.`, {
      advice: "Check that the machine is up, and that no firewall is in between.",
    }),
  );
}

/** Why a connection could not be made, out of the error of a socket. */
export function socketFailure(name: string, host: string, error: unknown): FailureError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const lines = evidence(error);
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_FAIL":
    case "EAI_NODATA":
    case "EAI_NONAME":
      return new FailureError(
        failure("host_not_found", `There is no host named ${host}.`, {
          advice: "Check the spelling, and that the name can be looked up from here.",
          lines,
        }),
      );
    case "ECONNREFUSED":
      return new FailureError(
        failure("connection_refused", `${name} is there, but refuses connections.`, {
          advice: "Check the port, and that an SSH server runs there.",
          lines,
        }),
      );
    case "ETIMEDOUT":
      return timedOut(name);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EHOSTDOWN":
    case "EADDRNOTAVAIL":
      return new FailureError(
        failure("host_unreachable", `${name} cannot be reached from here.`, {
          advice: "Check this machine's network, and whether a VPN is needed.",
          lines,
        }),
      );
    default:
      return connectionEnded(name, lines);
  }
}

/** Why a login did not come to be, out of an error of ssh2. */
export function sshFailure(name: string, error: unknown, offers: readonly string[]): FailureError {
  const message = error instanceof Error ? error.message : String(error);
  const mismatch = /no matching (.*)$/.exec(message)?.[1];
  if (mismatch !== undefined) {
    return new FailureError(
      failure("host_unreachable", `${name} and this client have no ${mismatch} in common.`, {
        advice:
          "The server is old, or set up tightly; what it offers is below. Allow it by an option of ssh (KexAlgorithms, HostKeyAlgorithms, Ciphers or MACs with a +), or choose OpenSSH for this host.",
        lines: [...evidence(error), ...offers],
      }),
    );
  }
  if (/Too many authentication failures/i.test(message)) {
    return new FailureError(
      failure("auth_refused", `${name} refused the login after too many attempts.`, {
        advice: "Name the right key with IdentityFile and IdentitiesOnly yes.",
        lines: evidence(error),
      }),
    );
  }
  if (/identification string|Header line|greeting lines|Invalid header/.test(message)) {
    return new FailureError(
      failure("host_unreachable", `${name} does not speak SSH.`, {
        advice: "Check the port: something else answers there.",
        lines: evidence(error),
      }),
    );
  }
  if (/signature verification failed|Wrong signature type|Malformed signature/.test(message)) {
    return new FailureError(
      failure("host_key_changed", `${name} could not prove that its host key is its own.`, {
        advice: "Someone may be listening in. Do not connect before you know why.",
        lines: evidence(error),
      }),
    );
  }
  return connectionEnded(name, evidence(error));
}

export function connectionEnded(name: string, lines: string[]): FailureError {
  return new FailureError(
    failure("host_unreachable", `${name} ended the connection before the login was done.`, {
      advice: "What was seen last is below; the server's log says more.",
      lines,
    }),
  );
}

/** What an error says, fit to be shown. */
export function evidence(error: unknown): string[] {
  const message = error instanceof Error ? error.message : String(error);
  const line = printableLine(message);
  return line === "" ? [] : [line];
}
