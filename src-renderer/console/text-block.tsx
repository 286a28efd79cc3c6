import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef } from "react";
import { classes } from "../ui/classes";
import { CopyButton } from "../ui/copy-button";
import { textLines } from "./block-rows";
import styles from "./text-block.module.css";
import { sizeOf } from "./value-rows";

interface TextBlockProps {
  text: string;
  label: string;
  /** Set where the block stands among others and must not take all the room. */
  maxHeight?: number;
  header?: ReactNode;
}

/** A text line by line, only those on the screen in the page, so that ten megabytes scroll as well as ten lines. */
export function TextBlock({ text, label, maxHeight, header }: TextBlockProps) {
  const lines = useMemo(() => textLines(text), [text]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 18,
    overscan: 20,
  });
  const height = virtual.getTotalSize();
  return (
    <section className={styles.block} aria-label={label}>
      <header className={styles.header}>
        {header}
        <span className={styles.size}>{text === "" ? "empty" : sizeOf(text)}</span>
        {text !== "" && <CopyButton label={`Copy ${label}`} text={() => text} />}
      </header>
      {text !== "" && (
        <div
          ref={box}
          className={styles.box}
          style={maxHeight === undefined ? undefined : { height: Math.min(maxHeight, height + 18) }}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          data-pane-focus
        >
          <div className={styles.space} style={{ height }}>
            {virtual.getVirtualItems().map((item) => {
              const line = lines[item.index];
              return (
                <div
                  key={item.index}
                  className={classes(
                    styles.line,
                    "selectable",
                    line?.isContinued && styles.continued,
                  )}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {line?.text || "\u200b"}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}
