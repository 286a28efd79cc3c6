import type { FailureCode } from "../../src-shared/failure";
import type { Hop } from "./ssh-progress";

/** Who a message of ssh is about. */
export interface SshSubject {
  /** What sentences call it. */
  name: string;
  hop: Hop;
  /** The jump host that has been asked to reach it; null where it is reached from here. */
  via: string | null;
}

export interface SshReason {
  code: FailureCode;
  message: string;
  advice: string;
}

interface Rule {
  pattern: RegExp;
  reason: (subject: SshSubject, match: RegExpExecArray) => SshReason;
}

/** A rule whose code and advice are always the same. */
function rule(
  pattern: RegExp,
  code: FailureCode,
  advice: string,
  message: (subject: SshSubject, match: RegExpExecArray) => string,
): Rule {
  return {
    pattern,
    reason: (subject, match) => ({ code, advice, message: message(subject, match) }),
  };
}

const seenFrom = (via: string | null) => (via === null ? "" : `, says its jump host ${via}`);

/**
 * What OpenSSH's own messages mean, the first that fits. Texts as in OpenSSH 8
 * to 10 (ssh.c, sshconnect.c, sshconnect2.c, readconf.c, authfile.c, channels.c, packet.c).
 */
export const sshRules: Rule[] = [
  {
    pattern:
      /REMOTE HOST IDENTIFICATION HAS CHANGED[\s\S]*?Offending (?:\S+ )?key in ([^\n]+:\d+)(?:[\s\S]*?(ssh-keygen -f [^\n]+))?/,
    reason: ({ name }, [, place = "", command]) => ({
      code: "host_key_changed",
      message: `The host key of ${name} is not the one that is known for it (${place}).`,
      advice: `Someone may be listening in, or the machine was set up anew. Find out which. Only then remove the known key${command === undefined ? ", which stands in that line" : ` with: ${command.trim()}`}`,
    }),
  },
  rule(
    /REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY DETECTED/,
    "host_key_changed",
    "Someone may be listening in. Ask whoever runs the machine; the lines below name what is known of it.",
    ({ name }) => `The host key of ${name} is not one that may be trusted.`,
  ),
  rule(
    /No \S+ host key is known for|Host key verification failed/,
    "host_key_unknown",
    "Compare its fingerprint with the machine's own, and accept it when you are asked, or once in a terminal with ssh. StrictHostKeyChecking yes asks nobody.",
    ({ name, hop }) =>
      `The host key of ${name} is not known yet${hop.hostKey === null ? "" : ` (${hop.hostKey.fingerprint})`}.`,
  ),
  rule(
    /Bad configuration option|bad configuration options|Bad owner or permissions|Can't open user config file|(?:^|\n)(?:command-line|\S+):? line \d+: /,
    "bad_request",
    "Mend the line that is named below.",
    () => "ssh does not accept its configuration.",
  ),
  rule(
    /open failed: administratively prohibited/,
    "jump_failed",
    "Its sshd has AllowTcpForwarding no, or PermitOpen names other hosts. Use another jump host.",
    ({ name, via }) =>
      `The jump host ${via ?? ""} does not let connections through to ${name}.`.replace("  ", " "),
  ),
  rule(
    /Could not resolve hostname (\S+?):|open failed: connect failed: (?:Name or service not known|Temporary failure)/,
    "host_not_found",
    "Check the spelling, and that the name can be looked up from here, or from the jump host.",
    ({ name, via }, [, host]) => `There is no host named ${host ?? name}${seenFrom(via)}.`,
  ),
  rule(
    /Permissions (\d+) for '(.*)' are too open/,
    "identity_unusable",
    "Keep it for yourself alone, with chmod 600 on the file, and connect again.",
    (_, [, mode, file]) => `The key ${file} cannot be used: others may read it (${mode}).`,
  ),
  rule(
    /(?:sign_and_send_pubkey: )?signing failed for (\S+)(?: "(.*)")?(?: from agent)?: agent refused operation|agent refused operation/,
    "identity_unusable",
    "Unlock the agent (ssh-add -X), confirm the use of the key where it asks, or touch the security key.",
    ({ name }, [, type, key]) =>
      `The agent refused to use the key ${key || type || "that it holds"} for ${name}.`,
  ),
  rule(
    /Load key "(.*)": (.*)/,
    "identity_unusable",
    "Check that the file is a private key and that you may read it.",
    (_, [, file, why]) => `The key ${file} cannot be used: ${why}.`,
  ),
  rule(
    /(?:Identity file (\S+) not accessible|no such identity: (.*)): No such file or directory/,
    "identity_unusable",
    "Correct the path of the key for this host, or IdentityFile in the configuration.",
    (_, [, file, other]) => `There is no key ${file ?? other}.`,
  ),
  {
    pattern: /Permission denied \(([^)]*)\)|Too many authentication failures/,
    reason: (subject, [, methods]) => refusedLogin(subject, methods ?? null),
  },
  rule(
    /exec request failed on channel|shell request failed on channel/,
    "login_refused",
    "The account may be for files or forwarding only. Use another user.",
    ({ name }) => `${name} lets this user in, but runs no commands.`,
  ),
  rule(
    /Connection timed out during banner exchange|banner exchange: .*timed out/,
    "connect_timeout",
    "Check that an SSH server runs at this port, and that the machine is not overloaded.",
    ({ name }) => `${name} takes the connection, but says nothing.`,
  ),
  rule(
    /(?:banner exchange: .*|kex_exchange_identification: .*|ssh_exchange_identification: .*)(?:invalid format|banner line contains invalid|No banner received|client sent invalid)/i,
    "connection_refused",
    "Check the port: another service listens there.",
    ({ name }) => `What answers at ${name} is no SSH server.`,
  ),
  rule(
    /Unable to negotiate with .*: no matching (.*) found\. Their offer: (.*)/,
    "connection_refused",
    "Allow it for this host by an ssh option, such as HostKeyAlgorithms=+ssh-rsa, or update the server.",
    ({ name }, [, what, offer]) => `${name} and this ssh share no ${what} (it offers ${offer}).`,
  ),
  rule(
    /Connection refused/,
    "connection_refused",
    "Check the port, and that an SSH server runs there.",
    ({ name, via }) => `${name} is there, but refuses connections${seenFrom(via)}.`,
  ),
  rule(
    /(Connection|Operation) timed out/,
    "connect_timeout",
    "Check that the machine is up, and that no firewall is in between.",
    ({ name, hop, via }) =>
      `${name} does not answer${hop.place === null ? "" : ` at ${hop.place}`}${seenFrom(via)}.`,
  ),
  rule(
    /No route to host|Network is unreachable|Host is down/,
    "host_unreachable",
    "Check this machine's network, and whether a VPN is needed.",
    ({ name, via }) =>
      via === null ? `${name} cannot be reached from here.` : `${via} cannot reach ${name}.`,
  ),
  {
    // What a proxy command of the user's own leaves, when it ends.
    pattern:
      /Connection (?:closed|reset) by UNKNOWN port 65535|Broken pipe[\s\S]*UNKNOWN port 65535/,
    reason: ({ name }) => ({
      code: "jump_failed",
      message: `The proxy that leads to ${name} ended.`,
      advice: "Its last words are below. Check ProxyCommand or ProxyJump of this host.",
    }),
  },
  {
    pattern: /Connection (?:closed|reset) by|Connection to .* closed by remote host/,
    reason: closed,
  },
];

function closed({ name, hop }: SshSubject): SshReason {
  // The server knows the key: it is the account that it does not let in.
  if (hop.accepted !== null && !hop.isAuthenticated) {
    return {
      code: "login_refused",
      message: `${name} takes the key, but does not let the account${hop.user === null ? "" : ` ${hop.user}`} in.`,
      advice: "It may have expired or be locked. What the server says of it is below.",
    };
  }
  return {
    code: "connection_refused",
    message: `${name} closed the connection ${when(hop)}.`,
    advice:
      "The server's log says why: too many connections, a forbidden address or user, or a fault of its own.",
  };
}

function when({ hostKey, isAuthenticated }: Hop): string {
  if (isAuthenticated) return "just after the login";
  return hostKey === null ? "before the login" : "while logging in";
}

/** `web1 refused the login for deploy (tried agent, id_ed25519).` */
function refusedLogin({ name, hop }: SshSubject, methods: string | null): SshReason {
  const whom = hop.user === null ? "" : ` for ${hop.user}`;
  // ssh would have used it, but could not: its passphrase was not to be had.
  if (hop.accepted !== null && methods !== null) {
    return {
      code: "identity_unusable",
      message: `${name} takes the key ${hop.accepted}, but it could not be used here.`,
      advice: "Give its passphrase when you are asked, or load it into the agent with ssh-add.",
    };
  }
  const tried = hop.tried.length > 0 ? `tried ${hop.tried.join(", ")}` : "no key to offer";
  if (methods === null) {
    return {
      code: "auth_refused",
      message: `${name} refused the login${whom} after too many keys (${tried}).`,
      advice: "Name the right key for this host, with the option IdentitiesOnly=yes.",
    };
  }
  const takes = hop.tried.length > 0 ? "" : `; it takes ${methods.replaceAll(",", ", ")}`;
  return {
    code: "auth_refused",
    message: `${name} refused the login${whom} (${tried}${takes}).`,
    advice: `Check the user, and that the key is loaded in the agent or named for this host. The server takes ${methods.replaceAll(",", ", ")}.`,
  };
}
