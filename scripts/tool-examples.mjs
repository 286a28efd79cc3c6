// Arguments for the examples in docs/tools.md: values that say what a parameter is for.

/**
 * By the parameter's name, or by tool, method and name where that is not enough. One that is not
 * here gets its own name in capitals.
 *
 * @type {Record<string, unknown>}
 */
const samples = {
  path: "/etc/hosts",
  name: "nginx",
  "Apt.name": "htop",
  "Dnf.name": "htop",
  "Pacman.name": "htop",
  "AptRepository.name": "docker",
  "AptRepository.uris": ["https://download.docker.com/linux/debian"],
  "AptRepository.suites": ["bookworm"],
  "DnfRepository.name": "docker",
  "PacmanRepository.name": "custom",
  "Archive.create.path": "/var/backups/site.tar.gz",
  "Archive.create.sources": ["/srv/site"],
  "Archive.list.path": "/tmp/release.tar.gz",
  "Archive.extract.path": "/tmp/release.tar.gz",
  "Archive.extract.target": "/opt/release",
  "Cron.name": "backup",
  "Cron.present.schedule": "30 4 * * *",
  "Cron.present.command": "/usr/local/bin/backup",
  "Cron.variable.name": "MAILTO",
  "Exec.command.argv": ["ls", "-l", "/srv"],
  "Exec.command_lines.argv": ["journalctl", "-f"],
  "Exec.lines.script": "tail -f /var/log/syslog",
  "Exec.script.script": "#!/usr/bin/env python3\nprint('hello')\n",
  "Exec.shell.script": "uptime",
  "Exec.which.name": "nginx",
  "FileSystem.glob.path": "/etc",
  "FileSystem.list.path": "/etc",
  "FileSystem.tail.path": "/var/log/syslog",
  "FileSystem.write.path": "/etc/motd",
  "FileSystem.write.content": "Welcome\n",
  "FileSystem.append.path": "/etc/motd",
  "FileSystem.append.content": "Welcome\n",
  "FileSystem.line_in_file.path": "/etc/ssh/sshd_config",
  "FileSystem.line_in_file.line": "PermitRootLogin no",
  "FileSystem.block_in_file.block": "192.0.2.7 db1",
  "FileSystem.replace.path": "/etc/default/app",
  "FileSystem.replace.pattern": "^LEVEL=.*",
  "FileSystem.replace.replacement": "LEVEL=info",
  "FileSystem.copy.to": "/etc/hosts.old",
  "FileSystem.move.path": "/srv/site.new",
  "FileSystem.move.to": "/srv/site",
  "FileSystem.remove.path": "/tmp/release.tar.gz",
  "FileSystem.mkdir.path": "/srv/site",
  "FileSystem.symlink.path": "/srv/current",
  "FileSystem.symlink.target": "/srv/releases/42",
  "FileSystem.chmod.path": "/etc/app.conf",
  "FileSystem.chmod.mode": "0640",
  "FileSystem.chown.path": "/srv/site",
  "Hostname.name": "web1",
  "Logger.log.message": "the release begins",
  "Logger.set_log_level.level": "DEBUG",
  "Network.tcp_check.host": "db1",
  "Network.tcp_check.port": 5432,
  "Network.http_check.url": "https://example.org/",
  "Process.kill.pid": 4242,
  "Sysctl.name": "vm.swappiness",
  "Sysctl.value": 10,
  "Template.source": "Hello ${name}\n",
  "Template.render_file.path": "/etc/app/motd.mako",
  "User.name": "deploy",
  "User.group_present.name": "developers",
  "User.group_absent.name": "developers",
  "User.authorized_key.key":
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKCOEuwqz3gp1hrwTQH7/h2ZFCqwaclLP+kxePLPFvY/ deploy@laptop",
};

/**
 * What an example has beside what is needed: by the tool and method.
 *
 * @type {Record<string, Record<string, unknown>>}
 */
const extras = {
  "Apt.converge": { present: ["htop", "jq"], absent: ["telnet"] },
  "Apt.update": { ttl: 3600 },
  "AptRepository.present": { components: ["stable"] },
  "Archive.extract": { strip: 1 },
  "Cron.variable": { value: "ops@example.org" },
  "Dnf.converge": { present: ["htop", "jq"] },
  "Exec.shell": { timeout: 10 },
  "Facts.gather": { parts: ["os", "memory", "disks"] },
  "FileSystem.chown": { owner: "deploy" },
  "FileSystem.glob": { pattern: "*.conf" },
  "FileSystem.line_in_file": { regexp: "^#?PermitRootLogin " },
  "FileSystem.read_bytes": { limit: 64 },
  "Network.http_check": { status: 200 },
  "Pacman.converge": { present: ["htop", "jq"] },
  "Service.converge": { state: "started", enabled: true },
  "Service.journal": { name: "nginx" },
  "Template.render": { context: { name: "web1" } },
  "User.present": { groups: ["www-data"] },
  "User.sudoer": { commands: ["/usr/bin/systemctl restart nginx"] },
};

/** Tools that the app calls, and hardly anybody by hand. */
const withoutExamples = new Set(["Transfer"]);

/**
 * The command line that calls a method, with `check` where it has a dry run: copied as it is, it
 * changes nothing then. Null where there is none to show.
 *
 * @param {import("./tool-docs.d.mts").Tool} tool
 * @param {import("./tool-docs.d.mts").Method} method
 * @returns {string | null}
 */
export function exampleOf(tool, method) {
  if (withoutExamples.has(tool.name)) return null;
  const needed = method.parameters.filter(
    (each) => each.required || each.kind === "var_positional",
  );
  /** @type {unknown[]} */
  const args = [];
  /** @type {Record<string, unknown>} */
  const kwargs = {};
  for (const [name, value] of Object.entries(extras[`${tool.name}.${method.name}`] ?? {})) {
    if (method.parameters.some((each) => each.name === name)) kwargs[name] = value;
  }
  for (const parameter of needed) {
    const value = sampleOf(tool, method, parameter);
    if (value === undefined) return null;
    if (parameter.kind === "keyword") kwargs[parameter.name] = value;
    else if (parameter.kind === "var_positional" && Array.isArray(value)) args.push(...value);
    else args.push(value);
  }
  if (method.parameters.some(isDryRun)) kwargs.check = true;
  const words = [`rmote-desktop call web1 ${tool.name}.${method.name}`];
  if (args.length > 0) words.push(`--args ${quoted(args)}`);
  if (Object.keys(kwargs).length > 0) words.push(`--kwargs ${quoted(kwargs)}`);
  return words.join(" ");
}

/** @param {import("./tool-docs.d.mts").Parameter} parameter */
function isDryRun({ name, doc }) {
  return name === "check" && doc.startsWith("Only tell");
}

/**
 * @param {import("./tool-docs.d.mts").Tool} tool
 * @param {import("./tool-docs.d.mts").Method} method
 * @param {import("./tool-docs.d.mts").Parameter} parameter
 * @returns {unknown} undefined where the command line cannot have one
 */
function sampleOf(tool, method, { name, type }) {
  for (const key of [`${tool.name}.${method.name}.${name}`, `${tool.name}.${name}`, name]) {
    if (key in samples) return samples[key];
  }
  switch (type.kind) {
    case "str":
      return name.toUpperCase();
    case "int":
    case "float":
      return 1;
    case "bool":
      return true;
    case "list":
      return [name.toUpperCase()];
    case "dict":
      return {};
    case "choice":
      return type.options?.[0]?.value;
    default:
      return undefined;
  }
}

/** JSON as one word of a shell. @param {unknown} value */
function quoted(value) {
  return `'${JSON.stringify(value).replaceAll("'", "'\\''")}'`;
}
