import { parseAddress } from "../../../src-shared/address";
import type { HostSettings } from "../../../src-shared/host";
import { hostSettingsSchema } from "../../../src-shared/host";
import { readSshArguments } from "./ansible-ssh-arguments";
import { SECRET, type Variable, type Variables } from "./inventory";

/** What Ansible's variables come to in our words; behind `tell` what of them is not taken, and why. */
export interface AnsibleSettings {
  settings: HostSettings;
  /** Null where it is the host's name. */
  address: string | null;
}

/** What is not taken: a variable, and the reason, which is the same for all hosts. */
export type Tell = (variable: string, reason: string) => void;

/** Ours, and Ansible's names for it, the newer ones first. */
const KNOWN = {
  address: ["ansible_host", "ansible_ssh_host"],
  port: ["ansible_port", "ansible_ssh_port"],
  user: ["ansible_user", "ansible_ssh_user"],
  identity: ["ansible_ssh_private_key_file", "ansible_private_key_file"],
  python: ["ansible_python_interpreter"],
  connection: ["ansible_connection"],
  become: ["ansible_become"],
  becomeMethod: ["ansible_become_method"],
  becomeUser: ["ansible_become_user"],
  arguments: ["ansible_ssh_common_args", "ansible_ssh_extra_args", "ansible_ssh_args"],
} as const;
const KNOWN_NAMES = new Set<string>(Object.values(KNOWN).flat());
const PASSWORD = /pass(word|phrase|wd)?$|_pass_|secret|token/i;

/**
 * @param name the host's, or null for what holds for a whole group
 * @param tell told of each variable of Ansible that is not taken; never with its value
 */
export function ansibleSettings(
  vars: Variables,
  name: string | null,
  tell: Tell = () => {},
): AnsibleSettings {
  const text = (key: keyof typeof KNOWN) => textOf(vars, KNOWN[key], tell);
  const settings: HostSettings = {};
  for (const key of vars.keys()) {
    if (!key.startsWith("ansible_") || KNOWN_NAMES.has(key)) continue;
    tell(key, PASSWORD.test(key) ? "passwords are not imported" : "it has no counterpart here");
  }
  const take = <K extends keyof HostSettings>(key: K, value: unknown, variable: string) => {
    const checked = hostSettingsSchema.safeParse({ [key]: value });
    if (checked.success) Object.assign(settings, checked.data);
    else tell(variable, "its value is not usable");
  };
  const [port, user, identity, python] = [
    text("port"),
    text("user"),
    text("identity"),
    text("python"),
  ];
  if (port !== null) take("port", Number(port), "ansible_port");
  if (user !== null) take("user", user, "ansible_user");
  if (identity !== null) take("identity", identity, "ansible_ssh_private_key_file");
  // The others have Ansible look for one, as we do.
  if (python !== null && !/^auto/.test(python))
    take("python", python, "ansible_python_interpreter");
  for (const variable of KNOWN.arguments) {
    const given = textOf(vars, [variable], tell);
    if (given === null) continue;
    const { jump, sshOptions } = readSshArguments(given, (what) => tell(variable, what));
    if (jump !== null) take("jump", jump, variable);
    if (sshOptions.length > 0) {
      take("sshOptions", [...(settings.sshOptions ?? []), ...sshOptions], variable);
    }
  }
  takeBecome(vars, text, take, tell);
  const address = addressOf(text("address"), tell);
  takeConnection(text("connection"), address ?? name, settings, tell);
  return { settings, address };
}

type Text = (key: keyof typeof KNOWN) => string | null;
type Take = (key: "become", value: unknown, variable: string) => void;

function takeBecome(vars: Variables, text: Text, take: Take, tell: Tell): void {
  const become = vars.get("ansible_become");
  if (become === undefined) return;
  if (!isTrue(become)) {
    take("become", null, "ansible_become");
    return;
  }
  const method = text("becomeMethod") ?? "sudo";
  if (["sudo", "doas", "su"].includes(method)) {
    take("become", { method, user: text("becomeUser") ?? "root" }, "ansible_become");
  } else tell("ansible_become_method", `${method} is not known here`);
}

function takeConnection(
  connection: string | null,
  name: string | null,
  settings: HostSettings,
  tell: Tell,
): void {
  const kind = connection?.split(".").at(-1) ?? "ssh";
  if (["ssh", "smart", "paramiko", "paramiko_ssh"].includes(kind)) return;
  if (kind === "local") {
    settings.transport = "local";
    return;
  }
  const command = name === null ? null : containerCommand(kind, name, settings.user);
  // Of a group it depends on the host.
  if (command !== null) Object.assign(settings, { transport: "command", command });
  else if (name !== null) tell("ansible_connection", `${kind} is not a transport here`);
}

/** The name has been found to be plain, so that it needs no quotes. */
function containerCommand(kind: string, name: string, user: string | undefined): string | null {
  if (typeof parseAddress(name) === "string" || /\s/.test(user ?? "")) return null;
  const as = user === undefined ? "" : `--user ${user} `;
  if (kind === "docker" || kind === "podman") return `${kind} exec -i ${as}${name}`;
  return kind === "kubectl" ? `kubectl exec -i ${name} --` : null;
}

function addressOf(address: string | null, tell: Tell): string | null {
  if (address === null) return null;
  const parsed = parseAddress(address);
  if (typeof parsed !== "string" && parsed.user === null && parsed.port === null) {
    return parsed.host;
  }
  tell("ansible_host", "its value is no address");
  return null;
}

/** The first of the names that has a value which can be taken. */
function textOf(vars: Variables, names: readonly string[], tell: Tell): string | null {
  for (const name of names) {
    const value = vars.get(name);
    if (value === undefined) continue;
    if (value === SECRET) tell(name, "it is encrypted");
    else if (value === null) tell(name, "its value is not usable");
    else if (/\{[{%]/.test(String(value))) tell(name, "its value is a template");
    else if (/\p{Cc}/u.test(String(value))) tell(name, "its value has control characters");
    else if (value !== "") return String(value);
  }
  return null;
}

function isTrue(value: Variable): boolean {
  return value === true || /^(y|yes|on|1|true|t)$/i.test(String(value));
}
