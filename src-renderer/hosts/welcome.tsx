import { Monitor } from "lucide-react";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import { openOverlay } from "../shell/shell-store";
import { Button } from "../ui/button";
import { modKey } from "../ui/keys";
import { connectHost } from "./choose-host";
import { useHosts } from "./hosts-store";
import styles from "./welcome.module.css";

/** What stands in the centre while no tab is open. */
export function Welcome() {
  const local = useHosts((state) => state.hosts?.find((host) => host.id === LOCAL_HOST_ID));
  return (
    <div className={styles.welcome}>
      <section className={styles.box}>
        <h1 className={styles.title}>Call Python on a machine</h1>
        <p className={styles.lead}>
          Choose a host on the left: a click connects to it over ssh. All it needs is Python 3.6 or
          newer; nothing is installed there.
        </p>
        {local !== undefined && (
          <>
            <p className={styles.lead}>
              {local.name} works at once: it needs neither ssh nor a login.
            </p>
            <Button
              variant="primary"
              icon={Monitor}
              data-tab-focus
              onClick={() => connectHost(local.id)}
            >
              Connect to {local.name}
            </Button>
          </>
        )}
        <dl className={styles.keys}>
          <Row keys={`${modKey}+P`}>Find a host, a template or a tool</Row>
          <Row keys={`${modKey}+Shift+P`}>All commands</Row>
          <Row keys={`${modKey}+L`}>Filter the hosts</Row>
          <Row keys={`${modKey}+Enter`}>Call the chosen method</Row>
          <Row keys="F6">Go to the next part of the window</Row>
        </dl>
        <Button variant="quiet" className={styles.add} onClick={() => openOverlay("add-host")}>
          Add a host by its address
        </Button>
      </section>
    </div>
  );
}

function Row({ keys, children }: { keys: string; children: string }) {
  return (
    <div>
      <dt>{children}</dt>
      <dd>
        <kbd>{keys}</kbd>
      </dd>
    </div>
  );
}
