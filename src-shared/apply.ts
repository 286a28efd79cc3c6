import { z } from "zod";
import { valueSchema } from "./call";
import type { Failure } from "./failure";
import { MAX_FILE_CHARACTERS } from "./library";

/** Hosts that a file is written to in one go, at the most. */
export const MAX_APPLY_HOSTS = 1000;

const hostId = z.string().max(1024);
const planId = z.string().min(1).max(64);

/**
 * Renders a template on each of some hosts, by its own Python and with its own
 * facts where the template reads them, and compares with a file there. Nothing
 * is written. `planId` is chosen by whoever asks, and unique.
 */
export const planApplySchema = z.object({
  planId,
  /** The template's source, and the name that its errors carry. */
  source: z.string().max(MAX_FILE_CHARACTERS),
  filename: z.string().max(512),
  /** The context. Each host's own `host`, and its `facts` where they are read, are added; they win over a sample of the same name. */
  context: z.map(z.string(), valueSchema),
  hostIds: z.array(hostId).min(1).max(MAX_APPLY_HOSTS),
  /** Path of the file on the hosts. */
  path: z.string().min(1).max(4096),
  /** Whether a symbolic link at the path is followed; it is refused otherwise. */
  follow: z.boolean(),
});
export type PlanApply = z.infer<typeof planApplySchema>;

/** How the file is written, once the person has confirmed. */
export const applyOptionsSchema = z.object({
  /** Whether the old file is kept beside the new one. */
  backup: z.boolean(),
  /** A command that has to succeed before the new file takes the old one's place, such as `nginx -t -c {}`; null for none. */
  validate: z.string().min(1).max(4096).nullable(),
  /** Mode of a file that is not there yet, such as `0644`; null for what the target's umask gives. An old file keeps its own. */
  mode: z
    .string()
    .regex(/^0?[0-7]{3,4}$/, "is not an octal mode such as 0644")
    .nullable(),
});
export type ApplyOptions = z.infer<typeof applyOptionsSchema>;

export const applyPlanSchema = z.object({
  planId,
  hostIds: z.array(hostId).min(1).max(MAX_APPLY_HOSTS),
  options: applyOptionsSchema,
});
export type ApplyPlan = z.infer<typeof applyPlanSchema>;

/** What a host's file is now, and what it would be. */
export interface PlannedFile {
  kind: "planned";
  hostId: string;
  /** The file's text; null where there is none. */
  current: string | null;
  rendered: string;
  /** Whether nothing would change. */
  isSame: boolean;
  /** The Python that rendered it. */
  pythonVersion: string;
}

/** What became of a host: each of them has one of its own. */
export type PlanOutcome = PlannedFile | { kind: "failed"; hostId: string; failure: Failure };

export type ApplyOutcome =
  /** `backup` is the path of the old file that was kept; null where none was. */
  | { kind: "changed"; hostId: string; backup: string | null }
  | { kind: "unchanged"; hostId: string }
  | { kind: "failed"; hostId: string; failure: Failure };

/** What became of a host, told as soon as it is known. */
export type ApplyProgress =
  | { planId: string; step: "plan"; outcome: PlanOutcome }
  | { planId: string; step: "apply"; outcome: ApplyOutcome };

/** Hosts whose change is the same one: the same file now, the same afterwards; or no change, whatever each file is. */
export interface ChangeGroup {
  /** The file and what it would be; of the first host where nothing changes. */
  current: string | null;
  rendered: string;
  isSame: boolean;
  hostIds: string[];
}

/** Groups of identical changes, the largest first, those that change nothing last. */
export function groupChanges(outcomes: Iterable<PlanOutcome>): ChangeGroup[] {
  const all: ChangeGroup[] = [];
  // By the texts themselves, which is quick where equal ones are the same string.
  const changes = new Map<string | null, Map<string, ChangeGroup>>();
  const same: typeof changes = new Map();
  for (const outcome of outcomes) {
    if (outcome.kind === "failed") continue;
    const { current, rendered, isSame, hostId } = outcome;
    // All that changes nothing is one group: what there is to see of it is the same.
    const now = isSame ? null : current;
    const after = isSame ? "" : rendered;
    const groups = isSame ? same : changes;
    const alike = groups.get(now) ?? new Map<string, ChangeGroup>();
    groups.set(now, alike);
    const group = alike.get(after) ?? { current, rendered, isSame, hostIds: [] };
    if (group.hostIds.push(hostId) > 1) continue;
    alike.set(after, group);
    all.push(group);
  }
  return all.sort(
    (a, b) => Number(a.isSame) - Number(b.isSame) || b.hostIds.length - a.hostIds.length,
  );
}
