import { useMemo } from "react";
import { allGroupPaths } from "./host-rows";
import { useHosts } from "./hosts-store";

/** Names of groups, tags and hosts that are used already, to be offered again. */
export function useListWords(): { groups: string[]; tags: string[]; names: string[] } {
  const hosts = useHosts((state) => state.hosts);
  const groups = useHosts((state) => state.groups);
  return useMemo(() => {
    const all = hosts ?? [];
    const tags = [...new Set(all.flatMap((host) => host.tags))].sort();
    const names = all.filter((host) => host.source !== "local").map((host) => host.name);
    return { groups: allGroupPaths(all, groups), tags, names };
  }, [hosts, groups]);
}
