import type { Failure, Outcome } from "../../src-shared/failure";
import type { HostChange } from "../../src-shared/host";
import { ipc } from "../ipc";
import { LineDialog } from "../ui/line-dialog";
import { SuggestInput } from "../ui/suggest-input";
import { TextInput } from "../ui/text-input";
import { groupName, joinGroup, outerGroup, wrongPath } from "./group-actions";
import { hostsByIds, nameOf } from "./host-actions";
import { applyChange } from "./host-changes";
import { closeHostDialog } from "./host-dialog-store";
import { groupId } from "./host-rows";
import { goToRow, setFolded } from "./list-store";
import { useListWords } from "./list-words";
import { isTag } from "./tags-field";

async function save(done: string, request: Promise<Outcome<HostChange>>): Promise<string | null> {
  const result: HostChange | Failure = await applyChange(done, request);
  return "changeId" in result ? null : `${result.message} ${result.advice}`.trim();
}

const idsOf = (hosts: readonly { id: string }[]) => hosts.map(({ id }) => id);

export function MoveDialog({ hostIds }: { hostIds: readonly string[] }) {
  const hosts = hostsByIds(hostIds);
  const { groups } = useListWords();
  const [first] = hosts;
  const isOne = hosts.every((host) => host.group === first?.group);
  return (
    <LineDialog
      onClose={closeHostDialog}
      title={`Move ${nameOf(hosts)} to a group`}
      description="A new name makes a new group; slashes nest. Empty for no group."
      label="Group"
      saveLabel="Move"
      first={isOne ? (first?.group ?? "") : ""}
      check={wrongPath}
      onSave={(group) => {
        const where = group === "" ? "out of all groups" : `to ${group}`;
        const request = ipc.editHosts({ hostIds: idsOf(hosts), edit: { group } });
        return save(`${nameOf(hosts)} moved ${where}.`, request);
      }}
      control={(ids, line, set) => (
        <SuggestInput
          {...ids}
          autoFocus
          placeholder="production/web"
          suggestions={groups}
          value={line}
          onChange={set}
        />
      )}
    />
  );
}

export function TagDialog({ hostIds }: { hostIds: readonly string[] }) {
  const hosts = hostsByIds(hostIds);
  const { tags } = useListWords();
  return (
    <LineDialog
      onClose={closeHostDialog}
      title={`Add a tag to ${nameOf(hosts)}`}
      label="Tag"
      saveLabel="Add tag"
      first=""
      check={(tag) => (isTag(tag) ? null : "A tag has no spaces, commas or colons.")}
      onSave={(tag) => {
        const request = ipc.editHosts({ hostIds: idsOf(hosts), edit: { addTags: [tag] } });
        return save(
          `${nameOf(hosts)} ${hosts.length === 1 ? "has" : "have"} the tag ${tag}.`,
          request,
        );
      }}
      control={(ids, line, set) => (
        <SuggestInput {...ids} autoFocus suggestions={tags} value={line} onChange={set} />
      )}
    />
  );
}

function wrongName(name: string): string | null {
  if (name === "") return "Give it a name.";
  return wrongPath(name);
}

export function NewGroupDialog({ outer }: { outer: string }) {
  return (
    <LineDialog
      onClose={closeHostDialog}
      title={outer === "" ? "New group" : `New group inside ${outer}`}
      label="Name"
      saveLabel="Make group"
      first=""
      check={wrongName}
      onSave={async (name) => {
        const path = joinGroup(outer, name);
        const group = { path, settings: {}, notes: "", colour: null };
        const refused = await save(`The group ${path} was made.`, ipc.saveGroup({ group }));
        if (refused !== null) return refused;
        if (outer !== "") setFolded([groupId(outer)], false);
        goToRow(groupId(path), []);
        return null;
      }}
      control={(ids, line, set) => (
        <TextInput {...ids} autoFocus placeholder="production" value={line} onChange={set} />
      )}
    />
  );
}

export function RenameGroupDialog({ path }: { path: string }) {
  return (
    <LineDialog
      onClose={closeHostDialog}
      title={`Rename the group ${path}`}
      label="Name"
      saveLabel="Rename"
      first={groupName(path)}
      check={wrongName}
      onSave={async (name) => {
        const to = joinGroup(outerGroup(path), name);
        if (to === path) return null;
        const refused = await save(
          `${path} is called ${to} now.`,
          ipc.renameGroup({ from: path, to }),
        );
        if (refused === null) goToRow(groupId(to), []);
        return refused;
      }}
      control={(ids, line, set) => (
        <TextInput
          {...ids}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          value={line}
          onChange={set}
        />
      )}
    />
  );
}
