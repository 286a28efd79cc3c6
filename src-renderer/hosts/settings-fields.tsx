import { Undo2 } from "lucide-react";
import type { HostSettings, TransportKind } from "../../src-shared/host";
import { IconButton } from "../ui/button";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { BecomeField } from "./become-field";
import { ContainerPickers } from "./container-picker";
import styles from "./edit-fields.module.css";
import { EnvironmentField } from "./environment-field";
import type { DraftErrors, SettingsDraft } from "./host-draft";
import type { Inherited } from "./inherited";
import { LinesField } from "./lines-field";
import { TransportField } from "./transport-field";

interface SettingsFieldsProps {
  draft: SettingsDraft;
  inherited: Inherited;
  /** The transport that holds while none is chosen here. */
  usual: TransportKind;
  errors: DraftErrors;
  /** Names of hosts, for hops. */
  hostNames: readonly string[];
  onChange: (draft: SettingsDraft) => void;
}

type TextKey = "user" | "port" | "identity" | "command" | "python";

/** How to reach a host and run its Python. Only what belongs to its transport is shown; the rest is kept. */
export function SettingsFields(props: SettingsFieldsProps) {
  const { draft, inherited, usual, errors, onChange } = props;
  const put = (more: Partial<SettingsDraft>) => onChange({ ...draft, ...more });
  const transport = draft.transport ?? usual;
  const isSsh = transport === "openssh" || transport === "ssh2";
  const { settings, from, ssh } = inherited;

  /** What holds while a field is empty, and where it comes from. */
  const fallback = (key: TextKey): { value: string; from: string } | null => {
    const value = settings[key];
    if (value !== undefined) return { value: String(value), from: from(key) };
    return key === "user" || key === "port" || key === "identity" ? (ssh[key] ?? null) : null;
  };
  const text = (key: TextKey, label: string, example: string, hint = "") => {
    const other = fallback(key);
    // A long path leaves no room beside it.
    const isBeside = key === "user" || key === "port";
    const inherits = other !== null && draft[key] === "";
    return (
      <Field
        label={label}
        error={errors[key]}
        hint={inherits && !isBeside ? upperFirst(other.from) : hint}
      >
        {(ids) => (
          <div className={styles.line}>
            <TextInput
              {...ids}
              aria-describedby={`${ids["aria-describedby"]} ${ids.id}-from`}
              isCode
              isShort={key === "port"}
              inputMode={key === "port" ? "numeric" : undefined}
              placeholder={other?.value ?? example}
              value={draft[key]}
              onChange={(typed) => put({ [key]: typed })}
            />
            {inherits && isBeside && (
              <span id={`${ids.id}-from`} className={styles.beside} title={other.from}>
                {other.from}
              </span>
            )}
            {settings[key] !== undefined && draft[key] !== "" && (
              <IconButton
                icon={Undo2}
                size={13}
                label={`Use ${settings[key]}, ${from(key)}`}
                onClick={() => put({ [key]: "" })}
              />
            )}
          </div>
        )}
      </Field>
    );
  };
  const list = (key: "jump" | "sshOptions") => {
    const values = settings[key];
    if (values !== undefined)
      return { values: values.length === 0 ? ["none"] : values, from: from(key) };
    const hop = key === "jump" ? ssh.jump : undefined;
    return hop === undefined ? null : { values: [hop.value], from: hop.from };
  };
  return (
    <div className={styles.fields}>
      <Field label="Transport" kind="named">
        {() => (
          <TransportField
            value={draft.transport}
            inherited={usual}
            from={from("transport")}
            onChange={(kind) => put({ transport: kind })}
          />
        )}
      </Field>
      {transport === "command" && (
        <>
          {text(
            "command",
            "Command",
            "docker exec -i web",
            "What goes before what is run: docker exec -i NAME, kubectl exec -i POD --, sudo -u USER, chroot DIR.",
          )}
          <div className={styles.indented}>
            <ContainerPickers onChoose={({ command }) => put({ command })} />
          </div>
        </>
      )}
      {isSsh && (
        <>
          {text("user", "User", "as ssh says")}
          {text("port", "Port", "22")}
          {text("identity", "Key", "those that ssh finds", "Path of a private key.")}
          <Field label="Jump hosts" kind="group" error={errors.jump}>
            {() => (
              <LinesField
                name="jump"
                label="Jump host"
                noun="jump host"
                example="bastion"
                lines={draft.jump}
                inherited={list("jump")}
                suggestions={props.hostNames}
                errors={errors}
                onChange={(jump) => put({ jump })}
              />
            )}
          </Field>
          <Field label="ssh options" kind="group" error={errors.sshOptions}>
            {() => (
              <LinesField
                name="sshOptions"
                label="ssh option"
                noun="option"
                example="Compression=yes"
                lines={draft.sshOptions}
                inherited={list("sshOptions")}
                suggestions={usualOptions}
                errors={errors}
                onChange={(sshOptions) => put({ sshOptions })}
              />
            )}
          </Field>
        </>
      )}
      {text("python", "Python", "python3", "")}
      <Field label="Become" error={errors.become} kind="group">
        {(ids) => (
          <BecomeField
            become={draft.become}
            inherited={settings.become}
            from={from("become")}
            describedBy={ids["aria-describedby"]}
            onChange={(become) => put({ become })}
          />
        )}
      </Field>
      <Field label="Environment" kind="group">
        {() => (
          <EnvironmentField
            variables={draft.environment}
            inherited={settings.environment ?? noVariables}
            from={from("environment")}
            errors={errors}
            onChange={(environment) => put({ environment })}
          />
        )}
      </Field>
    </div>
  );
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const noVariables: NonNullable<HostSettings["environment"]> = {};

const usualOptions = [
  "Compression=yes",
  "ConnectTimeout=10",
  "ForwardAgent=yes",
  "IdentitiesOnly=yes",
  "ServerAliveInterval=15",
  "StrictHostKeyChecking=accept-new",
];
