import { useState } from "react";
import { parseAddress } from "../../src-shared/address";
import { focusTab } from "../shell/focus";
import { openOverlay, useShell } from "../shell/shell-store";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import styles from "../ui/line-dialog.module.css";
import { TextInput } from "../ui/text-input";
import { openHost } from "./choose-host";
import { addHost } from "./host-changes";
import { openHostDialog } from "./host-dialog-store";
import { connect } from "./hosts-store";

/** Adds a host by its address alone; what else can be said of it has a dialog of its own. */
export function AddHostDialog() {
  const [address, setAddress] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const close = () => openOverlay(null);
  const check = () => {
    const parsed = parseAddress(address);
    return typeof parsed === "string" ? parsed : null;
  };
  const submit = async () => {
    const wrong = check();
    setError(wrong);
    if (wrong !== null || isAdding) return;
    setAdding(true);
    const added = await addHost({ address: address.trim() });
    setAdding(false);
    if ("code" in added) return setError(added.message);
    openHost(added.id);
    void connect(added.id);
    // A key may have opened another one in its place meanwhile: that one stays.
    if (useShell.getState().overlay !== "add-host") return;
    close();
    focusTab();
  };
  return (
    <Dialog
      title="Add a host"
      description="The app keeps it; your ssh config is not changed. What the config says of this address holds here too."
      onClose={close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        noValidate
      >
        <label className={styles.label} htmlFor="add-host-address">
          Address
        </label>
        <TextInput
          id="add-host-address"
          isCode
          autoFocus
          placeholder="user@host:port"
          value={address}
          aria-invalid={error !== null || undefined}
          aria-describedby="add-host-error"
          onChange={(text) => {
            setAddress(text);
            setError(null);
          }}
          onBlur={() => address !== "" && setError(check())}
        />
        <p id="add-host-error" className={styles.error} role="alert">
          {error}
        </p>
        <DialogButtons>
          <Button
            variant="quiet"
            className={styles.more}
            // The field would else say what is wrong with an address that may not be needed at all.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              close();
              openHostDialog({ kind: "add", address: address.trim() });
            }}
          >
            More…
          </Button>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={isAdding}>
            Add and connect
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
