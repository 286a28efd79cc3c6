import { Fragment } from "react";
import {
  type DocBlock,
  type DocEntry,
  type Docstring,
  inlineParts,
} from "../../src-shared/docstring";
import { classes } from "./classes";
import styles from "./doc-view.module.css";

/** A docstring as one reads it: paragraphs, lists, code, and what it returns and raises. */
export function DocView({ doc, className }: { doc: Docstring; className?: string | undefined }) {
  const { blocks, sections } = doc;
  if (blocks.length === 0 && sections.length === 0) return null;
  return (
    <div className={classes(styles.doc, className, "selectable")}>
      <Blocks blocks={blocks} />
      {sections.map(({ title, entries, blocks: inside }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one unchanging text
        <section key={at} className={styles.section}>
          {title !== "" && <h4 className={styles.title}>{title}</h4>}
          {entries.length > 0 && <Entries entries={entries} />}
          <Blocks blocks={inside} />
        </section>
      ))}
    </div>
  );
}

/** A text of a docstring on one line, with its code as code. */
export function DocText({ text }: { text: string }) {
  return inlineParts(text).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one unchanging text
    <Fragment key={at}>
      {part.isCode ? <code className={styles.code}>{part.text}</code> : part.text}
    </Fragment>
  ));
}

function Entries({ entries }: { entries: readonly DocEntry[] }) {
  return (
    <dl className={styles.entries}>
      {entries.map(({ name, text }) => (
        <div key={name} className={styles.entry}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <DocText text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Blocks({ blocks }: { blocks: readonly DocBlock[] }) {
  return blocks.map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one unchanging text
    <Block key={at} block={block} />
  ));
}

function Block({ block }: { block: DocBlock }) {
  switch (block.kind) {
    case "paragraph":
      return (
        <p>
          <DocText text={block.text} />
        </p>
      );
    case "list":
      return (
        <ul className={styles.list}>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one unchanging text
            <li key={at}>
              <DocText text={item} />
            </li>
          ))}
        </ul>
      );
    case "entries":
      return <Entries entries={block.entries} />;
    case "verbatim":
      return <pre className={styles.verbatim}>{block.text}</pre>;
  }
}
