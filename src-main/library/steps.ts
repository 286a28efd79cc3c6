import { rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LibraryDraft } from "../../src-shared/library";
import type { Drafts } from "./drafts";
import { fileChanged, fileError, hasCode } from "./failures";
import { makeFolders, markOf, placeOf, regularFile, statOf } from "./place";
import { bytesOf, replaceFile } from "./text-file";
import { moveEntry } from "./trash";

/** Something that was done to a library, with what takes it back. */
export type Step =
  | { kind: "moved"; from: string; to: string }
  | { kind: "removed"; path: string; kept: string; drafts: [string, LibraryDraft][] }
  | { kind: "written"; path: string; mark: string }
  | { kind: "edited"; path: string; before: string; mark: string }
  /** Made on the way to something else, unless it is the last step. */
  | { kind: "folder"; place: string };

/**
 * Takes steps back, the last first: all of them, or none where one cannot be.
 * @throws FailureError `file_changed` where something else was done there since, `file_error`
 */
export async function takeBack(root: string, drafts: Drafts, steps: readonly Step[]) {
  const backwards = [...steps].reverse();
  /** What an earlier step of the way back leaves free. */
  const free = new Set<string>();
  for (const step of backwards) await check(root, step, free);
  for (const step of backwards) await undo(root, drafts, step, step === steps.at(-1));
}

async function check(root: string, step: Step, free: Set<string>): Promise<void> {
  if (step.kind === "folder") return;
  if (step.kind === "written") {
    const stats = await statOf(await placeOf(root, step.path));
    if (stats === null || markOf(stats) !== step.mark) throw changedSince(step.path);
    free.add(step.path);
    return;
  }
  if (step.kind === "edited") {
    const { stats } = await regularFile(root, step.path);
    if (markOf(stats) !== step.mark) throw changedSince(step.path);
    return;
  }
  const back = step.kind === "moved" ? step.from : step.path;
  const there = await statOf(await placeOf(root, back));
  const here = step.kind === "moved" ? await placeOf(root, step.to) : step.kept;
  const kept = await statOf(here);
  if (kept === null) throw changedSince(step.kind === "moved" ? step.to : step.path);
  // Where names differ in case only, the file is in its own way.
  const isItself = there?.ino === kept.ino && there.dev === kept.dev;
  if (there !== null && !isItself && !free.has(back)) {
    throw fileChanged(`${back} is there again, so it cannot be put back.`, "Move it away first.");
  }
  if (step.kind === "moved") free.add(step.to);
}

async function undo(root: string, drafts: Drafts, step: Step, isLast: boolean): Promise<void> {
  switch (step.kind) {
    case "moved": {
      const back = await placeOf(root, step.from);
      await makeFolders(dirname(back));
      await moveEntry(join(root, step.to), back, step.to);
      await drafts.move(step.to, step.from);
      return;
    }
    case "removed": {
      const back = await placeOf(root, step.path);
      await makeFolders(dirname(back));
      await moveEntry(step.kept, back, step.path);
      for (const [path, draft] of step.drafts) await drafts.write(path, draft);
      return;
    }
    case "written":
      try {
        await rm(await placeOf(root, step.path));
      } catch (error) {
        throw fileError(`${step.path} cannot be removed`, error);
      }
      return;
    case "edited": {
      const { file } = await regularFile(root, step.path);
      await replaceFile(file, bytesOf(step.before, step.path), step.mark, step.path);
      return;
    }
    case "folder":
      try {
        await rmdir(step.place);
      } catch (error) {
        if (hasCode(error, "ENOENT")) return;
        const isUsed = hasCode(error, "ENOTEMPTY", "EEXIST");
        // What others have put there meanwhile keeps it.
        if (isUsed && !isLast) return;
        if (isUsed) throw fileChanged(`${step.place} is not empty any more.`, "Remove it instead.");
        throw fileError(`${step.place} cannot be removed`, error);
      }
  }
}

function changedSince(path: string) {
  return fileChanged(
    `${path} has changed since, so this cannot be undone.`,
    "Change it by hand, or take it out of your version control.",
  );
}
