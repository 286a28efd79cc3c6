import { ClipboardCopy } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import type { Value } from "../../src-shared/value";
import { hostById } from "../hosts/hosts-store";
import { ipc } from "../ipc";
import { notify } from "../shell/shell-store";
import { methodOf, toolByKey } from "../tools/tools-store";
import { IconButton } from "../ui/button";
import menu from "../ui/menu.module.css";
import { toArguments } from "./call-form";
import { readTimeout } from "./call-text";
import { type CallEntry, type MethodChoice, readForm } from "./console-store";
import type { CopiedCall } from "./copy-call";
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
  call: () => CopiedCall | null;
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

async function copy(call: CopiedCall | null, { said, write }: (typeof forms)[number]) {
  if (call === null) return;
  const reply = await ipc.toolScript(call.toolKey, call.method.name);
  if (!reply.ok) return notify(reply.failure.message);
  await navigator.clipboard.writeText(write(call, reply.value)).then(
    () => notify(said),
    () => notify("The clipboard refused the text."),
  );
}

/** What stands in the form; null where something is wrong with it. */
export function callOfForm(hostId: string): CopiedCall | null {
  const form = readForm(hostId);
  if (form === null) return null;
  return copied(hostId, form.choice, form.args, form.kwargs, form.timeout);
}

/** A call that was made; null where its tool is another by now. */
export function callOfEntry(entry: CallEntry): CopiedCall | null {
  const method = methodOf(entry.toolKey, entry.method);
  const read = method && toArguments(method, entry.form);
  const timeout = readTimeout(entry.timeout);
  const call =
    read?.ok && typeof timeout !== "string"
      ? copied(entry.hostId, entry, read.args, read.kwargs, timeout)
      : null;
  if (call === null) notify("The method has other parameters by now.");
  return call;
}

function copied(
  hostId: string,
  { toolKey, method: name }: MethodChoice,
  args: readonly Value[],
  kwargs: Readonly<Record<string, Value>>,
  timeoutSeconds: number | null,
): CopiedCall | null {
  const tool = toolByKey(toolKey);
  const method = methodOf(toolKey, name);
  if (tool === undefined || method === undefined) return null;
  return {
    host: hostId === LOCAL_HOST_ID ? hostId : (hostById(hostId)?.name ?? hostId),
    toolKey,
    toolName: tool.name,
    method,
    args,
    kwargs,
    timeoutSeconds,
    secrets: [],
  };
}
