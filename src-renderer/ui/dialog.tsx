import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { returnFocus } from "../shell/focus";
import { IconButton } from "./button";
import { classes } from "./classes";
import styles from "./dialog.module.css";
import { useEscape } from "./escape";

interface DialogProps {
  title: string;
  description?: string;
  /** Something waits for its answer: a click beside it does not close it, and no key of the window is heard behind it. */
  isModalQuestion?: boolean;
  isWide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that is open as long as it is rendered. Escape and a click beside it close it. */
export function Dialog(props: DialogProps) {
  const { title, description, isModalQuestion, isWide, onClose, children } = props;
  useEscape(onClose);
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className={styles.scrim} />
        <Primitive.Content
          className={classes(styles.dialog, isWide && styles.wide)}
          data-question={isModalQuestion || undefined}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={(event) => isModalQuestion && event.preventDefault()}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
        >
          <Primitive.Title className={styles.title}>{title}</Primitive.Title>
          {description !== undefined && (
            <Primitive.Description className={styles.description}>
              {description}
            </Primitive.Description>
          )}
          {children}
          {/* Last, so that what the dialog is for has the focus first. */}
          <IconButton icon={X} label="Close" className={styles.close} onClick={onClose} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>;
}
