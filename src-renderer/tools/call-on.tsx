import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import type { Method, Tool } from "../../src-shared/tool";
import { chooseMethod } from "../console/console-store";
import styles from "../console/method-picker.module.css";
import { connectHost } from "../hosts/choose-host";
import { HostChoices } from "../hosts/host-choices";
import { Button } from "../ui/button";

/** Chooses the host on which to call a method: its console opens with the method chosen. */
export function CallOn({ tool, method }: { tool: Tool; method: Method }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="quiet" aria-label={`Call ${method.name} on…`}>
          Call on… <ChevronDown size={13} aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.popover}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Choose a host"
        >
          <HostChoices
            label="Hosts to call on"
            onChoose={(host) => {
              setOpen(false);
              chooseMethod(host.id, { toolKey: tool.key, method: method.name });
              connectHost(host.id);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
