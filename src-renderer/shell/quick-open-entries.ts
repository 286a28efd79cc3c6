import type { Host } from "../../src-shared/host";
import { callNameOf } from "../../src-shared/saved-call";
import { isSnippetModule } from "../../src-shared/snippet";
import type { TemplateEntry } from "../../src-shared/template-files";
import type { Tool } from "../../src-shared/tool";
import { goToSavedCall } from "../calls/call-commands";
import type { SavedCallFile } from "../calls/saved-calls-store";
import { clickHost } from "../hosts/choose-host";
import { filterWords } from "../hosts/host-filter";
import { addressOf } from "../hosts/host-rows";
import { showSnippetSource } from "../snippets/snippets-store";
import { showOwnTool } from "../tools/own-tool-actions";
import { ownToolPath } from "../tools/own-tools-store";
import { focusTab } from "./focus";
import { openTemplateTab, openToolTab } from "./shell-store";

export interface QuickOpenEntry {
  id: string;
  label: string;
  detail: string;
  run: () => void;
}

/** As many as one looks at before one types on. */
const MOST = 50;

/**
 * What has all the words, best first: a name that begins with the first word,
 * then one that has them, then what has them elsewhere.
 */
export function quickOpenEntries(
  hosts: readonly Host[],
  templates: readonly TemplateEntry[],
  ownFiles: readonly string[],
  tools: readonly Tool[],
  calls: readonly SavedCallFile[],
  search: string,
): QuickOpenEntry[] {
  const words = filterWords(search);
  const ranked: { rank: number; entry: QuickOpenEntry }[] = [];
  for (const entry of candidates(hosts, templates, ownFiles, tools, calls)) {
    const rank = rankOf(entry, words);
    if (rank !== null) ranked.push({ rank, entry });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

function rankOf({ label, detail }: QuickOpenEntry, words: readonly string[]): number | null {
  const [first] = words;
  if (first === undefined) return 0;
  const name = label.toLowerCase();
  const all = `${name}\n${detail.toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return null;
  if (name.startsWith(first)) return 0;
  return words.every((word) => name.includes(word)) ? 1 : 2;
}

function candidates(
  hosts: readonly Host[],
  templates: readonly TemplateEntry[],
  ownFiles: readonly string[],
  tools: readonly Tool[],
  calls: readonly SavedCallFile[],
): QuickOpenEntry[] {
  return [
    ...hosts.map((host) => ({
      id: `host ${host.id}`,
      label: host.name,
      detail: hostDetail(host),
      run: () => {
        clickHost(host.id);
        focusTab();
      },
    })),
    ...templates.map(({ path, target }) => ({
      id: `template ${path}`,
      label: target,
      detail: path,
      run: () => {
        openTemplateTab(path);
        focusTab();
      },
    })),
    ...ownFiles.map((path) => ({
      id: `own-tool ${path}`,
      label: path.slice(path.lastIndexOf("/") + 1),
      detail: path,
      run: () => showOwnTool(path),
    })),
    ...calls.map(({ path, read }) => ({
      id: `call ${path}`,
      label: callNameOf(path),
      detail: read.ok ? `saved call of ${read.call.tool}.${read.call.method}` : path,
      run: () => void goToSavedCall(path),
    })),
    ...tools.flatMap((tool) => [
      {
        id: `tool ${tool.key}`,
        label: tool.name,
        detail: tool.summary || "tool",
        run: () => showTool(tool),
      },
      ...tool.methods.map((method) => ({
        id: `method ${tool.key}.${method.name}`,
        label: `${tool.name}.${method.name}`,
        detail: method.summary,
        run: () => showTool(tool, method.line),
      })),
    ]),
  ];
}

function showTool({ key, module }: Tool, line?: number): void {
  if (isSnippetModule(module) && showSnippetSource(module, line ?? null)) return;
  const path = ownToolPath(key);
  if (path !== undefined) {
    showOwnTool(path, line);
    return;
  }
  openToolTab(key, line);
  focusTab("start");
}

function hostDetail(host: Host): string {
  const address = addressOf(host);
  const parts = [address === host.name ? "" : address, host.group, ...host.tags].filter(Boolean);
  return parts.length === 0 ? "host" : parts.join(", ");
}
