import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import field from "../ui/field.module.css";
import { hasMod, modKey } from "../ui/keys";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";
import type { ApplyContext } from "./apply-context";
import styles from "./apply-panel.module.css";
import {
  type ApplySettings,
  hostsProblem,
  modeProblem,
  pathProblem,
  validateProblem,
} from "./apply-settings";
import { HostChecklist } from "./host-checklist";

interface ApplySetupProps {
  settings: ApplySettings;
  onChange: (settings: ApplySettings) => void;
  /** What the template can be rendered with, the chosen one among them. */
  contexts: readonly ApplyContext[];
  /** Its `id`. */
  context: string;
  onContext: (id: string) => void;
  onCancel: () => void;
  onCompare: () => void;
}

/** Where to, and how. Nothing is written by comparing. */
export function ApplySetup(props: ApplySetupProps) {
  const { settings, onChange, contexts, context } = props;
  const { path, hostIds, follow, options } = settings;
  const [isTried, setIsTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = {
    path: pathProblem(path),
    hosts: hostsProblem(hostIds.length),
    validate: validateProblem(options.validate ?? ""),
    mode: modeProblem(options.mode ?? ""),
  };
  const shown = (problem: string | null) => (isTried && problem !== null ? problem : undefined);
  const setOption = (more: Partial<ApplySettings["options"]>) =>
    onChange({ ...settings, options: { ...options, ...more } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (Object.values(problems).every((problem) => problem === null)) props.onCompare();
    else {
      // What is wrong is marked once this is shown.
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      );
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !hasMod(event) || event.repeat) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };
  return (
    <form ref={form} className={styles.step} onSubmit={submit} onKeyDown={onKeyDown} noValidate>
      <div className={styles.setup}>
        <div className={styles.fields}>
          <Field
            label="File"
            hint="Where it is on the hosts. A file that is there is compared with first."
            error={shown(problems.path)}
          >
            {(ids) => (
              <TextInput
                {...ids}
                isCode
                autoFocus
                placeholder="/etc/nginx/nginx.conf"
                value={path}
                onChange={(text) => onChange({ ...settings, path: text.trim() })}
              />
            )}
          </Field>
          <Field
            label="Data"
            kind="named"
            hint="Each host renders with its own Python. Where the template reads host or facts, each uses its own."
          >
            {() => (
              <Select
                label="Data"
                value={context}
                options={contexts.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={props.onContext}
              />
            )}
          </Field>
          <Field
            label="Check command"
            hint="Run on each host before the file is replaced; {} is the new file. Where it fails, nothing is replaced."
            error={shown(problems.validate)}
          >
            {(ids) => (
              <TextInput
                {...ids}
                isCode
                placeholder="nginx -t -c {}"
                value={options.validate ?? ""}
                onChange={(text) => setOption({ validate: text === "" ? null : text })}
              />
            )}
          </Field>
          <Field
            label="Mode"
            hint="Of a file that is new. One that is there keeps its mode and its owner."
            error={shown(problems.mode)}
          >
            {(ids) => (
              <TextInput
                {...ids}
                isCode
                isShort
                placeholder="0644"
                value={options.mode ?? ""}
                onChange={(text) => setOption({ mode: text === "" ? null : text.trim() })}
              />
            )}
          </Field>
          <Field label="Old file" kind="group">
            {() => (
              <label className={field.check}>
                <input
                  type="checkbox"
                  checked={options.backup}
                  onChange={(event) => setOption({ backup: event.target.checked })}
                />
                Keep a backup beside it
              </label>
            )}
          </Field>
          <Field label="Links" kind="group">
            {() => (
              <label className={field.check}>
                <input
                  type="checkbox"
                  checked={follow}
                  onChange={(event) => onChange({ ...settings, follow: event.target.checked })}
                />
                Follow a symbolic link at this path
              </label>
            )}
          </Field>
        </div>
        <HostChecklist
          chosen={new Set(hostIds)}
          onChange={(chosen) => onChange({ ...settings, hostIds: [...chosen] })}
          error={shown(problems.hosts)}
        />
      </div>
      <footer className={styles.foot}>
        <p className={styles.said}>Comparing writes nothing.</p>
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" keys={`${modKey}+Enter`}>
          Compare
        </Button>
      </footer>
    </form>
  );
}
