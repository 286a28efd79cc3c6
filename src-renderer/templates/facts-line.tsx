import { RefreshCw } from "lucide-react";
import { formatAgo, formatExact } from "../../src-shared/format";
import { factsOf, gather, sessionKey, useFacts } from "../hosts/facts-store";
import { isOpen, useHosts } from "../hosts/hosts-store";
import { Button } from "../ui/button";
import { useNow } from "../ui/use-now";
import { Strip } from "./strip";

/** How old the facts are that the preview has, and a way to newer ones. */
export function FactsLine({ hostId }: { hostId: string }) {
  const gathered = useFacts((state) => factsOf(state.hosts, hostId));
  const session = useHosts((state) => state.sessions.get(hostId));
  const now = useNow(30_000);
  if (gathered.value === null) return null;
  const canGather = isOpen(session) && !gathered.isGathering;
  return (
    <Strip
      {...(canGather && {
        actions: (
          <Button icon={RefreshCw} onClick={() => void gather(hostId, sessionKey(session))}>
            Gather again
          </Button>
        ),
      })}
    >
      {gathered.isGathering ? (
        "Gathering…"
      ) : (
        <>
          Gathered <time title={formatExact(gathered.at)}>{formatAgo(gathered.at, now)}</time>, in
          the template as <code>facts</code> and <code>host</code>.
        </>
      )}
    </Strip>
  );
}
