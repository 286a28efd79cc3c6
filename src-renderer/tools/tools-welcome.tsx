import { LibraryBig, Plus } from "lucide-react";
import styles from "../hosts/welcome.module.css";
import { browseSnippets } from "../snippets/snippets-store";
import { Button } from "../ui/button";
import { askForNewTool } from "./own-tool-dialog-store";

/** What stands in the centre while the tools are looked at and no tab is open. */
export function ToolsWelcome() {
  return (
    <div className={styles.welcome}>
      <section className={styles.box}>
        <h1 className={styles.title}>Write a tool in Python</h1>
        <p className={styles.lead}>
          A tool is a class, and each of its methods can be called on any host. Its form is made
          from the signature, its help from the docstring.
        </p>
        <p className={styles.lead}>
          What you type can be called as it stands, before it is saved. An error leads to its line.
        </p>
        <Button variant="primary" icon={Plus} data-tab-focus onClick={() => askForNewTool()}>
          New tool
        </Button>
        <Button icon={LibraryBig} onClick={browseSnippets}>
          Begin with a snippet that works
        </Button>
      </section>
    </div>
  );
}
