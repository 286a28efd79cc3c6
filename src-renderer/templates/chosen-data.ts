import { z } from "zod";
import { recall, remember } from "../shell/remembered";
import type { ContextChoice } from "./context-choice";

/** Templates whose choice is kept; of more, those that were chosen for last. */
const MOST = 200;
const NAME = "chosen-data";

const keptSchema = z.array(z.tuple([z.string(), z.string().nullable(), z.string().nullable()]));

/** What a template's preview was rendered with when its tab was last open; null where that is not known. */
export function recallChoice(template: string): ContextChoice | null {
  const found = read().find(([path]) => path === template);
  return found === undefined ? null : { dataSet: found[1], hostId: found[2] };
}

export function rememberChoice(template: string, { dataSet, hostId }: ContextChoice): void {
  const others = read().filter(([path]) => path !== template);
  remember(NAME, JSON.stringify([...others, [template, dataSet, hostId]].slice(-MOST)));
}

function read(): z.infer<typeof keptSchema> {
  try {
    return keptSchema.parse(JSON.parse(recall(NAME) ?? "[]"));
  } catch {
    // Written by another version: a choice that is forgotten costs a click.
    return [];
  }
}
