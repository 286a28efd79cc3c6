import { TEMPLATE_SUFFIX } from "./template-files";

/** What a text is written in, as far as its colours go. */
export const targetFormats = [
  "nginx",
  "ini",
  "yaml",
  "json",
  "systemd",
  "shell",
  "python",
  "plain",
] as const;
export type TargetFormat = (typeof targetFormats)[number];

const endings = mapOf([
  ["nginx", "nginx vhost"],
  ["yaml", "yaml yml"],
  ["json", "json"],
  ["python", "py"],
  ["systemd", "service socket timer mount automount swap target path slice scope"],
  ["systemd", "network netdev link nspawn"],
  ["shell", "sh bash zsh ksh env bashrc profile bash_profile bash_aliases zshrc"],
  ["ini", "ini cfg conf cnf toml properties desktop repo gitconfig editorconfig sources"],
]);
const names = mapOf([
  ["shell", "profile environment"],
  ["ini", "sshd_config ssh_config gitconfig"],
]);

function mapOf(rows: [TargetFormat, string][]): Map<string, TargetFormat> {
  return new Map(
    rows.flatMap(([format, words]) => words.split(" ").map((word) => [word, format] as const)),
  );
}

/**
 * The format of a file, by its name and its folders. A template is taken for what it makes.
 * @param path with `/` between its parts
 */
export function formatOf(path: string): TargetFormat {
  const target = path.endsWith(TEMPLATE_SUFFIX) ? path.slice(0, -TEMPLATE_SUFFIX.length) : path;
  const parts = target.toLowerCase().split("/");
  const name = parts.pop() ?? "";
  const ending = name.slice(name.lastIndexOf(".") + 1);
  const byEnding = endings.get(ending);
  // Many programs call their settings .conf: the name and the folder say whose they are.
  if (ending === "conf" || byEnding === undefined) {
    if (/nginx/.test(name) || parts.some(isOfNginx)) return "nginx";
    if (ending === "conf" && parts.some((part) => /^systemd\b|\.service\.d$/.test(part))) {
      return "systemd";
    }
  }
  return names.get(name) ?? byEnding ?? "plain";
}

function isOfNginx(folder: string): boolean {
  return /nginx/.test(folder) || folder === "sites-available" || folder === "sites-enabled";
}
