import { FileCode, Plus } from "lucide-react";
import styles from "../hosts/welcome.module.css";
import { Button } from "../ui/button";
import { exampleTemplate } from "./example";
import { createExample } from "./template-actions";
import { openTemplateDialog } from "./template-dialog-store";
import { hasPath, useTemplates } from "./templates-store";

/** What stands in the centre while the templates are looked at and no tab is open. */
export function TemplatesWelcome() {
  const templates = useTemplates();
  const hasExample = templates.length > 0 && hasPath(exampleTemplate.path);
  return (
    <div className={styles.welcome}>
      <section className={styles.box}>
        <h1 className={styles.title}>Write a config file as a template</h1>
        <p className={styles.lead}>
          <code>{"${name}"}</code> inserts a value, a line that begins with <code>%</code> is
          Python. The output is shown beside the template at every key, made by the same engine that
          hosts use.
        </p>
        <p className={styles.lead}>
          Values come from data sets in YAML or JSON, and from what a connected host says of itself.
        </p>
        <Button
          variant="primary"
          icon={Plus}
          data-tab-focus
          onClick={() => openTemplateDialog({ kind: "new", folder: "" })}
        >
          New template
        </Button>
        {!hasExample && (
          <>
            <p className={styles.lead}>
              Or see one that works: it is rendered with a data set of its own and with the facts of
              this machine.
            </p>
            <Button icon={FileCode} onClick={() => void createExample()}>
              Create the example
            </Button>
          </>
        )}
      </section>
    </div>
  );
}
