import { FileCode } from "lucide-react";
import { formatPlural } from "../../src-shared/format";
import { movesOf, type TemplateEntry } from "../../src-shared/template-files";
import type { LibraryKind } from "../library/library-kind";
import type { LibraryEntry } from "../library/library-rows";
import { focusTab } from "../shell/focus";
import { openTemplateTab } from "../shell/shell-store";
import { openTemplateDialog } from "./template-dialog-store";
import { templatePath, wrongTemplateName } from "./template-name";
import { hasPath, templateOf } from "./templates-store";

/** A template and its data sets as one row of the tree. */
export function templateRow({ path, target, dataSets }: TemplateEntry): LibraryEntry {
  return { path, label: target, files: [path, ...dataSets.map((set) => set.path)] };
}

/** What the tree of the library has to know of templates. */
export const templateKind: LibraryKind = {
  library: "templates",
  title: "Templates",
  word: "template",
  icon: () => <FileCode size={13} />,
  detail: ({ files }) => (files.length === 1 ? "" : formatPlural(files.length - 1, "data set")),
  movesOf: ({ path }, to) => movesOf(templateOf(path), to),
  pathOf: templatePath,
  wrongName: (folder, name) =>
    name.includes("/")
      ? "A name has no slash. Drag it into a folder instead."
      : wrongTemplateName(folder, name, hasPath),
  open: ({ path }, isLook) => {
    openTemplateTab(path);
    if (!isLook) focusTab("start");
  },
  askForNew: (folder) => openTemplateDialog({ kind: "new", folder }),
};
