import { Field } from "../ui/field";
import field from "../ui/field.module.css";
import { SuggestInput } from "../ui/suggest-input";
import { TextInput } from "../ui/text-input";
import { ColourField } from "./colour-field";
import styles from "./edit-fields.module.css";
import { type DraftErrors, type HostDraft, withSplitAddress } from "./host-draft";
import { TagsField } from "./tags-field";

interface DetailsFieldsProps {
  draft: HostDraft;
  /** Why name and address cannot be changed here; null where they can. */
  fixed: string | null;
  needsAddress: boolean;
  errors: DraftErrors;
  groups: readonly string[];
  tags: readonly string[];
  onChange: (draft: HostDraft) => void;
}

/** What a host is called and how it is kept in the list. */
export function DetailsFields(props: DetailsFieldsProps) {
  const { draft, fixed, errors, onChange } = props;
  const put = (more: Partial<HostDraft>) => onChange({ ...draft, ...more });
  const isFixed = fixed !== null;
  return (
    <div className={styles.fields}>
      {props.needsAddress && (
        <Field label="Address" error={errors.address} hint={fixed ?? elsewhere(draft)}>
          {(ids) => (
            <TextInput
              {...ids}
              isCode
              readOnly={isFixed}
              placeholder="user@host:port"
              value={draft.address}
              onChange={(address) => put({ address })}
              onBlur={() => !isFixed && onChange(withSplitAddress(draft))}
            />
          )}
        </Field>
      )}
      <Field label="Name" error={errors.name}>
        {(ids) => (
          <TextInput
            {...ids}
            readOnly={isFixed}
            placeholder={draft.address || "What the list calls it"}
            value={draft.name}
            onChange={(name) => put({ name })}
          />
        )}
      </Field>
      <Field label="Group" error={errors.group}>
        {(ids) => (
          <SuggestInput
            {...ids}
            placeholder="None. Nested ones with slashes: production/web"
            suggestions={props.groups}
            value={draft.group}
            onChange={(group) => put({ group })}
          />
        )}
      </Field>
      <Field label="Tags" error={errors.tags}>
        {(ids) => (
          <TagsField
            ids={ids}
            tags={draft.tags}
            suggestions={props.tags}
            onChange={(tags) => put({ tags })}
          />
        )}
      </Field>
      <Field label="Colour" kind="named">
        {() => <ColourField value={draft.colour} onChange={(colour) => put({ colour })} />}
      </Field>
      <Field label="Notes">
        {(ids) => (
          <textarea
            {...ids}
            className={field.area}
            value={draft.notes}
            onChange={(event) => put({ notes: event.target.value })}
          />
        )}
      </Field>
      <Field label="Favourite">
        {(ids) => (
          <div className={field.check}>
            <input
              {...ids}
              type="checkbox"
              checked={draft.favourite}
              onChange={(event) => put({ favourite: event.target.checked })}
            />
            <span aria-hidden>Also at the top of the list</span>
          </div>
        )}
      </Field>
    </div>
  );
}

/** Where the user and the port are that were typed into the address. */
function elsewhere({ settings: { user, port } }: HostDraft): string {
  const parts = [...(user ? [`user ${user}`] : []), ...(port ? [`port ${port}`] : [])];
  return parts.length === 0 ? "" : `With ${parts.join(" and ")}, under Connection.`;
}
