import { useEffect, useMemo, useState } from "react";
import type { Failure } from "../../src-shared/failure";
import type { EffectiveOptions, Host } from "../../src-shared/host";
import { transportOf } from "../../src-shared/host-settings";
import { ipc } from "../ipc";
import { focusTab } from "../shell/focus";
import { Sheet } from "../ui/sheet";
import { Tabs } from "../ui/tabs";
import { openHost } from "./choose-host";
import { DetailsFields } from "./details-fields";
import { addHost, applyChange } from "./host-changes";
import { closeHostDialog, type HostPart } from "./host-dialog-store";
import {
  type DraftErrors,
  type HostDraft,
  hostDraft,
  isSameDraft,
  newHostDraft,
  readHost,
} from "./host-draft";
import { connect, hostById, isOpen, useHosts } from "./hosts-store";
import { inheritedSettings } from "./inherited";
import { useListWords } from "./list-words";
import { OptionsTable } from "./options-table";
import { SettingsFields } from "./settings-fields";

/** Edits one host. */
export function EditHostSheet({ hostId, part }: { hostId: string; part: HostPart }) {
  // As it was when the dialog opened: what happens to the list meanwhile must not wipe out what is typed.
  const [host] = useState(() => hostById(hostId));
  if (host === undefined) return null;
  return <HostSheet host={host} draft={hostDraft(host)} part={part} />;
}

/** Adds a host with all that can be said of it. */
export function AddHostSheet({ address }: { address: string }) {
  return <HostSheet host={null} draft={newHostDraft(address)} part="host" />;
}

interface HostSheetProps {
  /** Null for a new one. */
  host: Host | null;
  draft: HostDraft;
  part: HostPart;
}

function HostSheet({ host, draft: first, part: firstPart }: HostSheetProps) {
  const [before] = useState(first);
  const [draft, setDraft] = useState(first);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [part, setPart] = useState<string>(firstPart);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const options = useOptions(host);
  const groups = useHosts((state) => state.groups);
  const words = useListWords();
  const inherited = useMemo(() => {
    const known = options !== null && "options" in options ? options.options : [];
    return inheritedSettings(draft.group, groups, known);
  }, [draft.group, groups, options]);
  const source = host?.source ?? "added";
  const command = draft.settings.command.trim() || inherited.settings.command;
  const usual = transportOf(
    { source },
    { ...inherited.settings, ...(command === undefined ? {} : { command }) },
  );
  const transport = draft.settings.transport ?? usual;
  const isSsh = transport === "openssh" || transport === "ssh2";

  const change = (next: HostDraft) => {
    setDraft(next);
    setErrors({});
    setProblem(null);
  };
  const save = async () => {
    const { edit, errors: read } = readHost(draft, source, isSsh);
    const wrong: DraftErrors =
      transport === "command" && command === undefined
        ? { ...read, command: "Say which command leads there, as docker exec -i web." }
        : read;
    setErrors(wrong);
    const [key] = Object.keys(wrong);
    if (key !== undefined) return setPart(isDetail(key) ? "host" : "connection");
    const reach = ({ address, settings }: HostDraft) => ({ address, settings });
    const isReachedAnew = !isSameDraft(reach(draft), reach(before));
    setBusy(true);
    const refused = host === null ? await add(edit) : await saveHost(host, edit, isReachedAnew);
    setBusy(false);
    setProblem(refused === null ? null : `${refused.message} ${refused.advice}`.trim());
    if (refused === null) closeHostDialog();
  };
  const wrongKeys = Object.keys(errors);
  return (
    <Sheet
      title={host === null ? "Add a host" : host.name}
      subtitle={
        host === null ? "The app keeps it; your ssh config is not changed." : whereFrom(host)
      }
      saveLabel={host === null ? "Add and connect" : "Save"}
      isBusy={isBusy}
      isChanged={!isSameDraft(draft, before)}
      problem={problem}
      onSave={() => void save()}
      onClose={closeHostDialog}
    >
      <Tabs
        label="Parts"
        value={part}
        onChange={setPart}
        parts={[
          {
            value: "host",
            label: "Host",
            isWrong: wrongKeys.some(isDetail),
            content: (
              <DetailsFields
                draft={draft}
                fixed={host === null ? null : whyFixed(host)}
                needsAddress={isSsh && source !== "local"}
                errors={errors}
                groups={words.groups}
                tags={words.tags}
                onChange={change}
              />
            ),
          },
          {
            value: "connection",
            label: "Connection",
            isWrong: wrongKeys.some((key) => !isDetail(key)),
            content: (
              <SettingsFields
                draft={draft.settings}
                inherited={inherited}
                usual={usual}
                errors={errors}
                hostNames={words.names.filter((name) => name !== host?.name)}
                onChange={(settings) => change({ ...draft, settings })}
              />
            ),
          },
          ...(host !== null && isSsh
            ? [
                {
                  value: "options",
                  label: "Effective options",
                  content: <OptionsTable options={options} />,
                },
              ]
            : []),
        ]}
      />
    </Sheet>
  );
}

const details = new Set(["name", "address", "group", "tags", "notes"]);

const isDetail = (key: string) => details.has(key);

/** What ssh makes of a host, as it is saved. */
function useOptions(host: Host | null): EffectiveOptions | Failure | null {
  const [options, setOptions] = useState<EffectiveOptions | Failure | null>(null);
  const hostId = host?.id;
  useEffect(() => {
    if (hostId === undefined) return;
    let isGone = false;
    void ipc.hostOptions(hostId).then((reply) => {
      if (!isGone) setOptions(reply.ok ? reply.value : reply.failure);
    });
    return () => {
      isGone = true;
    };
  }, [hostId]);
  return options;
}

function whereFrom(host: Host): string {
  if (host.source === "local") return "The computer that this app runs on";
  return host.source === "config" ? `From ${host.origin}` : "Added here";
}

function whyFixed(host: Host): string | null {
  if (host.source === "added") return null;
  return host.source === "local" ? "" : `Name and address stand in ${host.origin}.`;
}

type Edit = ReturnType<typeof readHost>["edit"];

/** @param isReachedAnew whether how it is reached was changed */
async function saveHost(host: Host, edit: Edit, isReachedAnew: boolean): Promise<Failure | null> {
  const session = useHosts.getState().sessions.get(host.id);
  // A session goes on as it was begun.
  const isLater = isReachedAnew && isOpen(session);
  const done = await applyChange(
    `${edit.name ?? host.name} was saved.${isLater ? " Reconnect for it to hold." : ""}`,
    ipc.editHost({ hostId: host.id, edit }),
  );
  return "changeId" in done ? null : done;
}

async function add({ name, address = "", ...more }: Edit): Promise<Failure | null> {
  const added = await addHost({
    address,
    ...(name === undefined ? {} : { name }),
    details: more,
  });
  if ("code" in added) return added;
  openHost(added.id);
  focusTab();
  void connect(added.id);
  return null;
}
