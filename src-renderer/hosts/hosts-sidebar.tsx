import { Plus, TriangleAlert } from "lucide-react";
import { useMemo, useRef } from "react";
import { openOverlay } from "../shell/shell-store";
import { SidebarHeader } from "../shell/sidebar-header";
import { Button, IconButton } from "../ui/button";
import { SearchField } from "../ui/search-field";
import { connectHost } from "./choose-host";
import { HostList } from "./host-list";
import { hostSections } from "./host-rows";
import styles from "./hosts-sidebar.module.css";
import { loadHosts, setActiveHost, setFilter, useHosts } from "./hosts-store";

export function HostsSidebar() {
  const hosts = useHosts((state) => state.hosts);
  const filter = useHosts((state) => state.filter);
  const problems = useHosts((state) => state.problems);
  const failure = useHosts((state) => state.failure);
  const activeHostId = useHosts((state) => state.activeHostId);
  const sections = useMemo(() => hostSections(hosts ?? [], filter), [hosts, filter]);
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const shown = sections.flatMap((section) => section.hosts);
  const target = shown.find((host) => host.id === activeHostId) ?? shown[0];
  return (
    <>
      <SidebarHeader title="Hosts">
        <IconButton icon={Plus} label="Add a host" onClick={() => openOverlay("add-host")} />
      </SidebarHeader>
      <SearchField
        ref={search}
        label="Filter hosts"
        placeholder="Filter hosts"
        className={styles.filter}
        value={filter}
        onChange={setFilter}
        data-pane-focus
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            if (target !== undefined) setActiveHost(target.id);
            list.current?.focus();
          } else if (event.key === "Enter" && target !== undefined) connectHost(target.id);
          else return;
          event.preventDefault();
        }}
      />
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
      {hosts !== null && shown.length === 0 && filter !== "" && (
        <div className={styles.none}>
          <p>No host has “{filter}” in its name, address or user.</p>
          <Button variant="quiet" onClick={() => setFilter("")}>
            Show all hosts
          </Button>
        </div>
      )}
      <HostList sections={sections} listRef={list} onType={() => search.current?.focus()} />
    </>
  );
}
