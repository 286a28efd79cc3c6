import { ContextMenu } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { Host } from "../../src-shared/host";
import menu from "../ui/menu.module.css";
import { connectHost, openHost } from "./choose-host";
import { addressOf } from "./host-rows";
import { disconnect, hostById, useHosts } from "./hosts-store";
import { askToRemove } from "./remove-host";
import { stateKind } from "./state-words";

interface HostMenuProps {
  /** The host that the menu was asked for, read when it opens. */
  hostId: () => string | null;
  children: ReactNode;
}

/** The menu of a host, by the right button or the menu key. */
export function HostMenu({ hostId, children }: HostMenuProps) {
  const [host, setHost] = useState<Host | null>(null);
  const kind = useHosts((state) => stateKind(state.sessions.get(host?.id ?? "")));
  const isOpen = kind === "ready" || kind === "connecting";
  const address = host === null ? "" : addressOf(host);
  return (
    <ContextMenu.Root
      onOpenChange={(open) => {
        if (open) setHost(hostById(hostId() ?? "") ?? null);
      }}
    >
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        {host !== null && (
          <ContextMenu.Content className={menu.menu} collisionPadding={8} aria-label={host.name}>
            {isOpen ? (
              <>
                <ContextMenu.Item className={menu.item} onSelect={() => openHost(host.id)}>
                  Show
                </ContextMenu.Item>
                <ContextMenu.Item className={menu.item} onSelect={() => void disconnect(host.id)}>
                  {kind === "connecting" ? "Cancel connecting" : "Disconnect"}
                </ContextMenu.Item>
              </>
            ) : (
              <ContextMenu.Item className={menu.item} onSelect={() => connectHost(host.id)}>
                Connect <kbd className={menu.keys}>Enter</kbd>
              </ContextMenu.Item>
            )}
            {address !== "" && (
              <ContextMenu.Item
                className={menu.item}
                onSelect={() => void navigator.clipboard.writeText(address)}
              >
                Copy address
              </ContextMenu.Item>
            )}
            {host.source === "added" && (
              <>
                <ContextMenu.Separator className={menu.separator} />
                <ContextMenu.Item className={menu.item} onSelect={() => askToRemove(host)}>
                  Remove <kbd className={menu.keys}>Delete</kbd>
                </ContextMenu.Item>
              </>
            )}
          </ContextMenu.Content>
        )}
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
