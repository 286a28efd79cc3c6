import { toolModule } from "../../src-shared/own-tool";
import type { HostConsole } from "./console-store";

/**
 * The console of an own tool after its file was renamed: what was chosen, typed and called is that of
 * the new module, so that it can be called again.
 * @param from path in the library, as `to`
 */
export function movedConsole(
  before: HostConsole,
  consoleId: string,
  from: string,
  to: string,
): HostConsole {
  const old = `${toolModule(from)}.`;
  const moved = (key: string) =>
    key.startsWith(old) ? `${toolModule(to)}.${key.slice(old.length)}` : key;
  return {
    ...before,
    choice: before.choice && { ...before.choice, toolKey: moved(before.choice.toolKey) },
    forms: new Map([...before.forms].map(([id, form]) => [moved(id), form])),
    calls: before.calls.map((call) => ({ ...call, consoleId, toolKey: moved(call.toolKey) })),
  };
}
