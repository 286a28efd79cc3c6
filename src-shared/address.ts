/** The id of the host that is the computer the app runs on. */
export const LOCAL_HOST_ID = "local";

export interface HostAddress {
  user: string | null;
  host: string;
  port: number | null;
}

/**
 * Reads `[user@]host[:port]`; an IPv6 address with a port is written `[::1]:22`.
 * @returns the parts, or the sentence that says what is wrong.
 */
export function parseAddress(text: string): HostAddress | string {
  const trimmed = text.trim();
  if (trimmed === "") return "Enter an address such as deploy@web1.example.org:22.";
  if (/[\s\p{Cc}]/u.test(trimmed)) return "An address has no spaces.";
  const at = trimmed.lastIndexOf("@");
  const user = at === -1 ? null : trimmed.slice(0, at);
  if (user === "") return "The user before the @ is missing.";
  const rest = trimmed.slice(at + 1);
  const match =
    /^\[([^\]]+)\](?::([^:]*))?$/.exec(rest) ??
    (rest.split(":").length > 2 ? /^(.+)$/.exec(rest) : /^([^:]*)(?::([^:]*))?$/.exec(rest));
  const host = match?.[1] ?? "";
  if (host === "") return "The host is missing.";
  // What OpenSSH refuses too: a ProxyCommand would hand it to a shell.
  const odd = /['"`$\\;&<>|(){}]/.exec(host + (user ?? ""))?.[0];
  if (odd !== undefined) return `An address has no ${odd} in it.`;
  // ssh would read a leading dash as an option.
  if (host.startsWith("-") || user?.startsWith("-"))
    return "A host or user cannot begin with a dash.";
  const portText = match?.[2];
  if (portText === undefined) return { user, host, port: null };
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port < 1 || port > 65_535) {
    return `"${portText}" is not a port: it is a number from 1 to 65535.`;
  }
  return { user, host, port };
}

/** The one way in which an address is written, so that equal addresses are equal texts. */
export function formatAddress({ user, host, port }: HostAddress): string {
  const bracketed = host.includes(":") && port !== null ? `[${host}]` : host;
  return `${user === null ? "" : `${user}@`}${bracketed}${port === null ? "" : `:${port}`}`;
}
