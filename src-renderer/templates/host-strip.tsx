import { Plug, RefreshCw } from "lucide-react";
import { factsOf, gather, sessionKey, useFacts } from "../hosts/facts-store";
import { connect, isOpen, useHosts } from "../hosts/hosts-store";
import { Button } from "../ui/button";
import { Strip } from "./strip";

/** What stands between a chosen host and its facts, and what can be done about it. Nothing where they are there. */
export function HostStrip({ hostId }: { hostId: string }) {
  const host = useHosts((state) => state.hosts?.find(({ id }) => id === hostId));
  const session = useHosts((state) => state.sessions.get(hostId));
  const gathered = useFacts((state) => factsOf(state.hosts, hostId));
  if (host === undefined) return <Strip kind="bad">This host is not in the list any more.</Strip>;
  const { name } = host;
  if (session?.state.kind === "connecting") return <Strip>Connecting to {name}…</Strip>;
  if (!isOpen(session)) {
    if (gathered.value !== null) return null;
    const failed = session?.state.kind === "failed" ? ` ${session.state.failure.message}` : "";
    return (
      <Strip
        actions={
          <Button icon={Plug} onClick={() => void connect(hostId)}>
            Connect
          </Button>
        }
      >
        {failed === ""
          ? `${name} is not connected: facts and host are missing.`
          : `${name} is not connected:${failed}`}
      </Strip>
    );
  }
  if (gathered.isGathering && gathered.value === null)
    return <Strip>Gathering the facts of {name}…</Strip>;
  if (gathered.failure === null) return null;
  return (
    <Strip
      actions={
        <Button icon={RefreshCw} onClick={() => void gather(hostId, sessionKey(session))}>
          Gather again
        </Button>
      }
    >
      {name} gave no facts: {gathered.failure.message}
    </Strip>
  );
}
