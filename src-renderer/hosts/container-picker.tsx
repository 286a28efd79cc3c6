import { Command } from "cmdk";
import { Popover } from "radix-ui";
import { useEffect, useState } from "react";
import type { Failure } from "../../src-shared/failure";
import type { Container, ContainerClient } from "../../src-shared/ipc";
import { ipc } from "../ipc";
import { Button } from "../ui/button";
import styles from "./edit-fields.module.css";

const words: Record<ContainerClient, { button: string; none: string }> = {
  docker: { button: "Choose a Docker container…", none: "No Docker container is running." },
  podman: { button: "Choose a Podman container…", none: "No Podman container is running." },
  kubectl: { button: "Choose a Kubernetes pod…", none: "No pod is running." },
};

/** Fills in the command from what runs here, as far as the clients for it are installed. */
export function ContainerPickers({ onChoose }: { onChoose: (container: Container) => void }) {
  const [clients, setClients] = useState<ContainerClient[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let isGone = false;
    void ipc.containerClients().then((reply) => {
      if (isGone) return;
      if (reply.ok) setClients(reply.value);
      else setFailure(reply.failure);
    });
    return () => {
      isGone = true;
    };
  }, []);
  if (failure !== null) return <p className={styles.error}>{failure.message}</p>;
  if (clients.length === 0) return null;
  return (
    <div className={styles.buttons}>
      {clients.map((client) => (
        <ContainerPicker key={client} client={client} onChoose={onChoose} />
      ))}
    </div>
  );
}

interface ContainerPickerProps {
  client: ContainerClient;
  onChoose: (container: Container) => void;
}

function ContainerPicker({ client, onChoose }: ContainerPickerProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="quiet" className={styles.add}>
          {words[client].button}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.popover}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={words[client].button}
          // A dialog around it would keep the wheel for itself.
          onWheel={(event) => event.stopPropagation()}
        >
          <Containers
            client={client}
            onChoose={(container) => {
              setOpen(false);
              onChoose(container);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Containers({ client, onChoose }: ContainerPickerProps) {
  const [found, setFound] = useState<Container[] | Failure | null>(null);
  useEffect(() => {
    let isGone = false;
    void ipc.listContainers({ client }).then((reply) => {
      if (!isGone) setFound(reply.ok ? reply.value : reply.failure);
    });
    return () => {
      isGone = true;
    };
  }, [client]);
  if (found === null)
    return (
      <p className={styles.note} role="status">
        Asking {client}…
      </p>
    );
  if (!Array.isArray(found)) {
    return (
      <div className={styles.note} role="alert">
        <p>{found.message}</p>
        {found.advice !== "" && <p>{found.advice}</p>}
        {found.lines.length > 0 && <pre className="selectable">{found.lines.join("\n")}</pre>}
      </div>
    );
  }
  if (found.length === 0) return <p className={styles.note}>{words[client].none}</p>;
  return (
    <Command label="Search by name" loop>
      {/* It comes when the client has answered, long after the popover has taken the focus. */}
      <Command.Input autoFocus className={styles.search} placeholder="Search by name" />
      <Command.List className={styles.found} label="What runs">
        <Command.Empty className={styles.note}>None has these words.</Command.Empty>
        {found.map((container) => (
          <Command.Item
            key={container.command}
            value={container.command}
            keywords={[container.name, container.detail]}
            className={styles.container}
            onSelect={() => onChoose(container)}
          >
            <span>{container.name}</span>
            <span className={styles.containerDetail}>{container.detail}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
