import { Plus, TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { formatCount } from "../../src-shared/format";
import { openOverlay } from "../shell/shell-store";
import { SidebarHeader } from "../shell/sidebar-header";
import { Button, IconButton } from "../ui/button";
import { MoreMenu } from "../ui/more-menu";
import { SearchField } from "../ui/search-field";
import { connectHost } from "./choose-host";
import { listCommands } from "./host-commands";
import { HostList } from "./host-list";
import styles from "./hosts-sidebar.module.css";
import { loadHosts, useHosts } from "./hosts-store";
import { goToRow, setFilter, useHostList } from "./list-store";
import { useListRows } from "./use-list-rows";

export function HostsSidebar() {
  const hosts = useHosts((state) => state.hosts);
  const problems = useHosts((state) => state.problems);
  const failure = useHosts((state) => state.failure);
  const filter = useHostList((state) => state.filter);
  const activeRowId = useHostList((state) => state.activeRowId);
  const { rows, found } = useListRows();
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const hostRows = rows.flatMap((row) => (row.kind === "host" ? [row] : []));
  const target = hostRows.find((row) => row.id === activeRowId) ?? hostRows[0];
  return (
    <>
      <SidebarHeader title="Hosts">
        <span className={styles.buttons}>
          <IconButton icon={Plus} label="Add a host" onClick={() => openOverlay("add-host")} />
          <MoreMenu label="More for hosts" title="Hosts" commands={listCommands} />
        </span>
      </SidebarHeader>
      <SearchField
        ref={search}
        label="Filter hosts"
        placeholder="Filter hosts"
        title="Words, tag:name, group:path, is:open, is:favourite"
        aria-describedby="hosts-found"
        className={styles.filter}
        value={filter}
        onChange={setFilter}
        data-pane-focus
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            if (target !== undefined) goToRow(target.id, [target.host.id]);
            list.current?.focus();
          } else if (event.key === "Enter" && target !== undefined) connectHost(target.host.id);
          // There is nothing left to empty.
          else if (event.key === "Escape") list.current?.focus();
          else return;
          event.preventDefault();
        }}
      />
      <p id="hosts-found" role="status" className="visually-hidden">
        {found === null || hosts === null
          ? ""
          : `${formatCount(found.size)} of ${formatCount(hosts.length)} hosts`}
      </p>
      {[...problems, ...(failure === null ? [] : [failure.message])].map((problem) => (
        <p key={problem} className={styles.problem} role="alert">
          <TriangleAlert size={13} aria-hidden />
          <span className="selectable">{problem}</span>
        </p>
      ))}
      {failure !== null && (
        <Button className={styles.retry} onClick={() => void loadHosts()}>
          Read the hosts again
        </Button>
      )}
      {hosts !== null && rows.length === 0 && filter !== "" && (
        <div className={styles.none}>
          <p>No host fits “{filter}”.</p>
          <Button variant="quiet" onClick={() => setFilter("")}>
            Show all hosts
          </Button>
        </div>
      )}
      <HostList rows={rows} found={found} listRef={list} onType={() => search.current?.focus()} />
    </>
  );
}
