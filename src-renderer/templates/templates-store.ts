import { useMemo } from "react";
import { type TemplateEntry, templatesOf } from "../../src-shared/template-files";
import { libraryList, useLibrary } from "../library/library-store";

const pathsOf = (list: { files: readonly { path: string }[] } | null): string[] =>
  list?.files.map(({ path }) => path) ?? [];

/** The templates in the user's folder. */
export function useTemplates(): TemplateEntry[] {
  const list = useLibrary("templates");
  return useMemo(() => templatesOf(pathsOf(list)), [list]);
}

/** A template and its data sets; without any where the folder does not have it. */
export function useTemplate(path: string): TemplateEntry {
  const templates = useTemplates();
  return useMemo(() => entryOf(templates, path), [templates, path]);
}

export function templateOf(path: string): TemplateEntry {
  return entryOf(templatesOf(pathsOf(libraryList("templates"))), path);
}

function entryOf(templates: readonly TemplateEntry[], path: string): TemplateEntry {
  const target = path.slice(path.lastIndexOf("/") + 1);
  return templates.find((each) => each.path === path) ?? { path, target, dataSets: [] };
}

export function hasPath(path: string): boolean {
  return pathsOf(libraryList("templates")).includes(path);
}
