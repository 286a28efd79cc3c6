import type { Value } from "../../src-shared/value";
import { classes } from "../ui/classes";
import styles from "./command-result.module.css";
import { type CommandResultValue, exitWords } from "./command-value";
import { TextBlock } from "./text-block";
import { ValueTree } from "./value-tree";

export function CommandResult({ result }: { result: CommandResultValue }) {
  const { returncode, stdout, stderr } = result;
  const isEmpty = (value: Value) => value === "" || value === null;
  return (
    <div className={styles.result}>
      <p className={classes(styles.status, returncode === 0 ? styles.ok : styles.bad)}>
        <span className={styles.mark} aria-hidden />
        {exitWords(returncode)}
      </p>
      <Stream name="stdout" value={stdout} isLarge={!isEmpty(stdout)} />
      <Stream name="stderr" value={stderr} isLarge={isEmpty(stdout) && !isEmpty(stderr)} />
    </div>
  );
}

function Stream({ name, value, isLarge }: { name: string; value: Value; isLarge: boolean }) {
  const title = <code className={styles.name}>{name}</code>;
  if (typeof value === "string") {
    const isEmpty = value === "";
    return (
      <div className={classes(styles.stream, isLarge && styles.large, isEmpty && styles.empty)}>
        <TextBlock text={value} label={name} header={title} />
      </div>
    );
  }
  return (
    <div className={classes(styles.stream, isLarge && styles.large)}>
      <header className={styles.header}>
        {title}
        {value === null && <span className={styles.note}>not captured</span>}
      </header>
      {value !== null && <ValueTree value={value} label={name} />}
    </div>
  );
}
