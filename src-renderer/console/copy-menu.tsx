import { ClipboardCopy } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { Method } from "../../src-shared/tool";
import { hostById } from "../hosts/hosts-store";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { type OwnCall, ownCall } from "../tools/own-tool-sessions";
import { methodOf, toolByKey } from "../tools/tools-store";
import { IconButton } from "../ui/button";
import menu from "../ui/menu.module.css";
import { toArguments } from "./call-form";
import { readTimeout } from "./call-text";
import { type CallEntry, type MethodChoice, type ReadyCall, readCall } from "./console-store";
import type { CopiedCall } from "./copy-call";
import { placeholders } from "./copy-placeholders";
import { pythonScript } from "./copy-python";
import { shellText } from "./copy-shell";
import { typescriptText } from "./copy-typescript";

const forms = [
  { title: "Command line", said: "The call was copied as a command line.", write: shellText },
  { title: "Python script", said: "The call was copied as a Python script.", write: pythonScript },
  { title: "TypeScript", said: "The call was copied as TypeScript.", write: typescriptText },
];

interface CopyMenuProps {
  label: string;
  align?: "start" | "end";
  /** What is copied, made when it is asked for; null where that cannot be, which has been said then. */
  call: () => CopyableCall | null;
}

/** Copies a call in a form that gives the same result elsewhere. */
export function CopyMenu({ label, align = "end", call }: CopyMenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={ClipboardCopy} size={13} label={label} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={menu.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {forms.map((form) => (
            <DropdownMenu.Item
              key={form.title}
              className={menu.item}
              onSelect={() => void copy(call(), form)}
            >
              {form.title}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

async function copy(call: CopyableCall | null, { title, said, write }: (typeof forms)[number]) {
  if (call === null) return;
  const reply = await ipc.toolScript({
    tool: call.toolKey,
    method: call.method.name,
    ...(call.own !== null && { own: call.own.ref }),
  });
  if (!reply.ok) return notify(reply.failure.message);
  // A script has the text with it, the other forms name the file.
  const isOther = call.own?.isUnsaved === true && title !== "Python script";
  const words = [
    said,
    ...(isOther ? ["It goes by the saved file: save the tool."] : []),
    ...(call.missing.length > 0 ? [`Put in what you want for ${call.missing.join(", ")}.`] : []),
  ];
  await navigator.clipboard.writeText(write(call, reply.value)).then(
    () => notify(words.join(" ")),
    () => notify("The clipboard refused the text."),
  );
}

/** What stands in the form of a console; null where something is wrong with it. */
export function callOfForm(consoleId: string, hostId: string): CopyableCall | null {
  const now = readCall(consoleId);
  return now === null ? null : copied(hostId, now.choice, now);
}

/** A call of a method on this machine, with as little as it takes. */
export function callOfMethod(toolKey: string, method: Method): CopyableCall | null {
  const { args, kwargs, names } = placeholders(method);
  const call = { args, kwargs, timeoutSeconds: null };
  const made = copied(LOCAL_HOST_ID, { toolKey, method: method.name }, call);
  return made && { ...made, missing: names };
}

/** A call that was made; null where its tool is another by now. */
export function callOfEntry(entry: CallEntry): CopyableCall | null {
  const method = methodOf(entry.toolKey, entry.method);
  const read = method && toArguments(method, entry.form);
  const timeoutSeconds = readTimeout(entry.timeout);
  const call =
    read?.ok && typeof timeoutSeconds !== "string"
      ? copied(entry.hostId, entry, { ...read, timeoutSeconds })
      : null;
  if (call === null) notify("The method has other parameters by now.");
  return call;
}

/** With the file of a tool of the user's; null for one that came with the app. */
interface CopyableCall extends CopiedCall {
  own: OwnCall | null;
  /** Parameters that have only something in their place. */
  missing: readonly string[];
}

function copied(
  hostId: string,
  { toolKey, method: name }: MethodChoice,
  call: Pick<ReadyCall, "args" | "kwargs" | "timeoutSeconds">,
): CopyableCall | null {
  const tool = toolByKey(toolKey);
  const method = methodOf(toolKey, name);
  if (tool === undefined || method === undefined) return null;
  const { args, kwargs, timeoutSeconds } = call;
  const own = ownCall(toolKey);
  return {
    host: hostId === LOCAL_HOST_ID ? hostId : (hostById(hostId)?.name ?? hostId),
    toolKey: own?.tool ?? toolKey,
    toolName: tool.name,
    method,
    args,
    kwargs,
    timeoutSeconds,
    own,
    missing: [],
  };
}
