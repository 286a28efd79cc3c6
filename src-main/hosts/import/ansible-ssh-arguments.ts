import { FailureError } from "../../../src-shared/failure";
import { shellWords } from "../../transport/shell-words";

/** Options that would have a file of somebody else's run programs here, or trust its hosts. */
const REFUSED: Record<string, string> = {
  proxycommand: "it runs a program on this machine",
  localcommand: "it runs a program on this machine",
  permitlocalcommand: "it runs a program on this machine",
  knownhostscommand: "it runs a program on this machine",
  pkcs11provider: "it runs a program on this machine",
  securitykeyprovider: "it runs a program on this machine",
  xauthlocation: "it runs a program on this machine",
  stricthostkeychecking: "host keys are always checked here",
  userknownhostsfile: "host keys are always checked here",
  globalknownhostsfile: "host keys are always checked here",
  nohostauthenticationforlocalhost: "host keys are always checked here",
  verifyhostkeydns: "host keys are always checked here",
  updatehostkeys: "host keys are always checked here",
  // What Ansible needs for its many connections; ours is one that stays.
  controlmaster: "connections are not shared here",
  controlpath: "connections are not shared here",
  controlpersist: "connections are not shared here",
};

/**
 * What is taken of arguments for ssh: jump hosts, and options of its configuration.
 * @param tell told what is not taken, and why
 */
export function readSshArguments(text: string, tell: (reason: string) => void) {
  const result: { jump: string[] | null; sshOptions: string[] } = { jump: null, sshOptions: [] };
  const words = wordsOf(text);
  if (words === null) {
    tell("it is not well quoted");
    return result;
  }
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, flag, joined] = /^-([Joip])(.*)$/s.exec(word) ?? [];
    const value = joined === "" ? words.shift() : joined;
    if (word === "-C") result.sshOptions.push("Compression=yes");
    else if (word === "-A") result.sshOptions.push("ForwardAgent=yes");
    else if (flag === "J" && value !== undefined) result.jump = value.split(",");
    else if (flag === "o" && value !== undefined) takeOption(value, result, tell);
    else tell(`${word} is not taken over`);
  }
  return result;
}

function takeOption(
  option: string,
  result: { jump: string[] | null; sshOptions: string[] },
  tell: (reason: string) => void,
): void {
  const [, key = "", value = ""] = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)$/s.exec(option) ?? [];
  const name = key.toLowerCase();
  const hop = name === "proxycommand" ? hopOf(value) : null;
  if (hop !== null) result.jump = [hop];
  else if (key === "") tell(`${option} is not an option`);
  else if (name === "proxyjump") result.jump = value.split(",").map((each) => each.trim());
  else if (name in REFUSED) tell(`${key}: ${REFUSED[name]}`);
  else result.sshOptions.push(`${key}=${value}`);
}

/** The hop of the usual command that ssh had before ProxyJump: `ssh -W %h:%p -q me@bastion`. */
function hopOf(command: string): string | null {
  const [program, ...words] = wordsOf(command) ?? [];
  if (program !== "ssh") return null;
  const rest: string[] = [];
  let port = "";
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "-W") {
      if (!/^(%h|\[%h\]):%p$/.test(words.shift() ?? "")) return null;
    } else if (word === "-p") port = `:${words.shift() ?? ""}`;
    else if (!/^-[qTx]+$/.test(word)) rest.push(word);
  }
  const [hop, more] = rest;
  const isPlain = hop !== undefined && more === undefined && /^[\w.@-]+$/.test(hop);
  return isPlain && command.includes("-W") && !hop.startsWith("-") ? `${hop}${port}` : null;
}

function wordsOf(text: string): string[] | null {
  try {
    return shellWords(text);
  } catch (error) {
    if (error instanceof FailureError) return null;
    throw error;
  }
}
