import { hostContext } from "../../src-shared/host-context";
import { toJson } from "../../src-shared/json-value";
import type { Value } from "../../src-shared/value";
import { KeptEditor } from "../editor/kept-editor";
import { loadEditor } from "../editor/load-editor";
import type { TextEditor } from "../editor/text-editor";
import { factsOf, useFacts } from "../hosts/facts-store";
import { hostById, useHosts } from "../hosts/hosts-store";
import type { TemplateSession } from "./template-session";

/** What the chosen host gives to the template, to read. */
export function factsEditor(session: TemplateSession): KeptEditor<TextEditor> {
  return new KeptEditor(async (box) => {
    const { createTextEditor } = await loadEditor();
    const editor = createTextEditor(box, {
      text: textOf(session),
      language: "json",
      path: `facts ${session.path}`,
      label: "Facts of the host",
      readOnly: true,
    });
    const show = () => {
      const text = textOf(session);
      if (text !== editor.text()) editor.setText(text);
    };
    const ends = [
      session.state.subscribe(show),
      useFacts.subscribe(show),
      useHosts.subscribe(show),
    ];
    session.onDispose(() => {
      for (const end of ends) end();
    });
    return editor;
  });
}

function textOf(session: TemplateSession): string {
  const { hostId } = session.state.getState().choice;
  const host = hostId === null ? undefined : hostById(hostId);
  if (hostId === null || host === undefined) return "";
  const facts = factsOf(useFacts.getState().hosts, hostId).value;
  if (facts === null) return "";
  const shown = new Map<Value, Value>([
    ["host", hostContext(host)],
    ["facts", facts],
  ]);
  return toJson(shown, 2);
}
