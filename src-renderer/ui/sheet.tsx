import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { returnFocus } from "../shell/focus";
import { Button, IconButton } from "./button";
import { classes } from "./classes";
import dialog from "./dialog.module.css";
import { useEscape } from "./escape";
import styles from "./sheet.module.css";

interface SheetProps {
  title: string;
  /** One line below the title: where the thing comes from. */
  subtitle?: ReactNode;
  /** On the button that saves. */
  saveLabel: string;
  /** Why it cannot be saved just now; null where it can. */
  isBusy: boolean;
  /** What would be lost. Closing asks then. */
  isChanged: boolean;
  /** Why the last attempt to save failed. */
  problem: string | null;
  /** As high as what is in it, for what does not change its height. */
  isLow?: boolean;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A large dialog with a form: its head and its buttons stay, what is between scrolls. */
export function Sheet(props: SheetProps) {
  const { title, subtitle, saveLabel, isBusy, isChanged, problem, onSave, onClose } = props;
  const [isAsking, setAsking] = useState(false);
  /** What one was at before the question whether to discard the changes. */
  const before = useRef<Element | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const keep = () => {
    setAsking(false);
    // The button that says so goes away, and the focus would with it.
    requestAnimationFrame(() => {
      const at = before.current;
      if (at instanceof HTMLElement && at.isConnected) at.focus();
      else form.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
    });
  };
  const close = () => {
    if (isAsking) keep();
    else if (isChanged) {
      before.current = document.activeElement;
      setAsking(true);
    } else onClose();
  };
  useEscape(close);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsking(false);
    onSave();
    const form = event.currentTarget;
    requestAnimationFrame(() => focusWrong(form));
  };
  return (
    <Primitive.Root open onOpenChange={(open) => !open && close()}>
      <Primitive.Portal>
        <Primitive.Overlay className={dialog.scrim} />
        <Primitive.Content
          className={styles.sheet}
          onCloseAutoFocus={returnFocus}
          onOpenAutoFocus={focusFirst}
          {...(subtitle === undefined ? { "aria-describedby": undefined } : {})}
        >
          {/* First: Shift+Tab gets stuck where tabs or radios come first in a dialog. */}
          <IconButton icon={X} label="Close" className={dialog.close} onClick={close} />
          <form
            ref={form}
            className={classes(styles.form, props.isLow && styles.low)}
            onSubmit={submit}
            noValidate
          >
            <header className={styles.head}>
              <Primitive.Title className={styles.title}>{title}</Primitive.Title>
              {subtitle !== undefined && (
                <Primitive.Description className={styles.subtitle}>
                  {subtitle}
                </Primitive.Description>
              )}
            </header>
            {props.children}
            <footer className={styles.foot}>
              {isAsking ? (
                <Discard onKeep={keep} onDiscard={onClose} />
              ) : (
                <>
                  <p className={styles.problem} role="alert">
                    {problem}
                  </p>
                  <Button onClick={close}>Cancel</Button>
                  <Button variant="primary" type="submit" disabled={isBusy}>
                    {saveLabel}
                  </Button>
                </>
              )}
            </footer>
          </form>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Goes to the first field that is wrong, once it is shown. */
function focusWrong(form: HTMLElement): void {
  const wrong = [...form.querySelectorAll<HTMLElement>('[aria-invalid="true"]')];
  wrong.find((each) => each.checkVisibility())?.focus();
}

/** Radios have an input each that nobody sees. */
const typed = 'input:not([readonly], [type="checkbox"], [type="radio"], [aria-hidden]), textarea';

/** The first thing to be typed has the focus, not the parts of the dialog above it; without one, the first button below. */
function focusFirst(event: Event): void {
  const content = event.currentTarget as HTMLElement;
  const first = [typed, "footer button"].flatMap((selector) =>
    [...content.querySelectorAll<HTMLElement>(selector)].filter((each) => each.checkVisibility()),
  )[0];
  if (first === undefined) return;
  event.preventDefault();
  first.focus();
}

function Discard({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <>
      <p className={styles.question} role="alert">
        Your changes are not saved.
      </p>
      <Button variant="danger" onClick={onDiscard}>
        Discard them
      </Button>
      <Button ref={keep} onClick={onKeep}>
        Keep editing
      </Button>
    </>
  );
}
