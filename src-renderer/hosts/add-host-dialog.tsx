import { type FormEvent, useState } from "react";
import { parseAddress } from "../../src-shared/address";
import { focusTab } from "../shell/focus";
import { openOverlay } from "../shell/shell-store";
import { Button } from "../ui/button";
import { Dialog, DialogButtons } from "../ui/dialog";
import styles from "./add-host-dialog.module.css";
import { openHost } from "./choose-host";
import { addAndConnect } from "./remove-host";

export function AddHostDialog() {
  const [address, setAddress] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const close = () => openOverlay(null);
  const check = () => {
    const parsed = parseAddress(address);
    return typeof parsed === "string" ? parsed : null;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check();
    setError(wrong);
    if (wrong !== null || isAdding) return;
    setAdding(true);
    const refused = await addAndConnect(address.trim(), openHost);
    setAdding(false);
    setError(refused);
    if (refused !== null) return;
    close();
    focusTab();
  };
  return (
    <Dialog
      title="Add a host"
      description="The app keeps it; your ssh config is not changed. What the config says of this address holds here too."
      onClose={close}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <label className={styles.label} htmlFor="add-host-address">
          Address
        </label>
        <input
          id="add-host-address"
          className={styles.input}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder="user@host:port"
          value={address}
          aria-invalid={error !== null || undefined}
          aria-describedby="add-host-error"
          onChange={(event) => {
            setAddress(event.target.value);
            setError(null);
          }}
          onBlur={() => address !== "" && setError(check())}
        />
        <p id="add-host-error" className={styles.error} role="alert">
          {error}
        </p>
        <DialogButtons>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" type="submit" disabled={isAdding}>
            Add and connect
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
