import { z } from "zod";
import { applyOptionsSchema, MAX_APPLY_HOSTS } from "../../src-shared/apply";
import { recall, remember } from "../shell/remembered";

/** Where and how a template was applied last, offered the next time. */
const settingsSchema = z.object({
  path: z.string(),
  hostIds: z.array(z.string()),
  follow: z.boolean(),
  options: applyOptionsSchema,
});
export type ApplySettings = z.infer<typeof settingsSchema>;

/**
 * @param hostId the host that is offered the first time
 * @param isThere whether there still is such a host
 */
export function recallSettings(
  templatePath: string,
  hostId: string | null,
  isThere: (hostId: string) => boolean,
): ApplySettings {
  const none: ApplySettings = {
    path: "",
    hostIds: hostId === null ? [] : [hostId],
    follow: false,
    options: { backup: false, validate: null, mode: null },
  };
  try {
    const kept = settingsSchema.safeParse(JSON.parse(recall(`apply.${templatePath}`) ?? "null"));
    if (!kept.success) return none;
    // One that is not in the list could not be taken out of what is chosen.
    return { ...kept.data, hostIds: kept.data.hostIds.filter(isThere) };
  } catch {
    return none;
  }
}

export function rememberSettings(templatePath: string, settings: ApplySettings): void {
  remember(`apply.${templatePath}`, JSON.stringify(settings));
}

/** What is wrong with a field, as a sentence; null for nothing. */
export function pathProblem(path: string): string | null {
  if (path === "") return "Say where the file is on the hosts, such as /etc/nginx/nginx.conf.";
  if (!/^(\/|~)/.test(path))
    return "Begin the path with / or ~: there is no current folder on a host.";
  if (path.endsWith("/")) return "This is a folder: add the file's name.";
  return null;
}

export function modeProblem(mode: string): string | null {
  if (mode === "" || applyOptionsSchema.shape.mode.safeParse(mode).success) return null;
  return "An octal mode, such as 0644 or 640.";
}

export function hostsProblem(count: number): string | null {
  if (count === 0) return "Choose at least one host.";
  if (count > MAX_APPLY_HOSTS) return `Choose at most ${MAX_APPLY_HOSTS} hosts at once.`;
  return null;
}

export function validateProblem(command: string): string | null {
  if (command === "" || command.includes("{}")) return null;
  return "Put {} where the name of the new file goes: nginx -t -c {}";
}
