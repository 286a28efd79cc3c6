import type { Host, TransportKind } from "../../src-shared/host";
import { effectiveSettings, transportOf } from "../../src-shared/host-settings";
import { useHosts } from "./hosts-store";

/** How a host is reached, by its own settings and those of its groups. */
export function useTransport(host: Host): TransportKind {
  const groups = useHosts((state) => state.groups);
  return transportOf(host, effectiveSettings(host, groups).settings);
}
