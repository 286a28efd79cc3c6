import { expect, it } from "vitest";
import { formatOf } from "./target-format";

it.each([
  ["nginx.conf.mako", "nginx"],
  ["web/nginx.conf", "nginx"],
  ["nginx/site.conf.mako", "nginx"],
  ["sites-available/default.mako", "nginx"],
  ["app.ini.mako", "ini"],
  ["etc/redis.conf.mako", "ini"],
  ["sshd_config.mako", "ini"],
  ["compose.YAML.mako", "yaml"],
  ["a.yml", "yaml"],
  ["package.json.mako", "json"],
  ["app.service.mako", "systemd"],
  ["systemd/journald.conf.mako", "systemd"],
  ["app.service.d/override.conf", "systemd"],
  ["backup.timer", "systemd"],
  ["run.sh.mako", "shell"],
  [".bashrc.mako", "shell"],
  ["default.env", "shell"],
  ["tool.py", "python"],
  ["motd.mako", "plain"],
  ["constructor.mako", "plain"],
  ["nginx.yaml", "yaml"],
  ["", "plain"],
] as const)("takes %s for %s", (path, format) => {
  expect(formatOf(path)).toBe(format);
});
