import { X } from "lucide-react";
import { useState } from "react";
import { hostDetailsSchema } from "../../src-shared/host";
import { IconButton } from "../ui/button";
import type { FieldIds } from "../ui/field";
import { SuggestInput } from "../ui/suggest-input";
import styles from "./edit-fields.module.css";

interface TagsFieldProps {
  ids: FieldIds;
  tags: readonly string[];
  suggestions: readonly string[];
  placeholder?: string;
  onChange: (tags: string[]) => void;
}

/** Whether a text can be a tag: without spaces, commas and colons. */
export function isTag(text: string): boolean {
  return hostDetailsSchema.shape.tags.safeParse([text]).success;
}

/** Tags as chips. Enter, a comma or a space ends one; Backspace in an empty field takes the last away. */
export function TagsField(props: TagsFieldProps) {
  const { ids, tags, suggestions, onChange, placeholder = "Add a tag" } = props;
  const [text, setText] = useState("");
  const wrong = text.trim() !== "" && !text.split(/[\s,]+/).every((each) => !each || isTag(each));
  const add = (typed: string) => {
    const added = typed.split(/[\s,]+/).filter(isTag);
    onChange([...new Set([...tags, ...added])]);
    setText("");
  };
  return (
    <>
      <div className={styles.tags}>
        {tags.map((tag) => (
          <span key={tag} className={styles.tag}>
            {tag}
            <IconButton
              icon={X}
              size={11}
              label={`Remove tag ${tag}`}
              className={styles.removeTag}
              onClick={() => onChange(tags.filter((each) => each !== tag))}
            />
          </span>
        ))}
        <SuggestInput
          {...ids}
          className={styles.tagInput}
          placeholder={tags.length === 0 ? placeholder : ""}
          suggestions={suggestions.filter((each) => !tags.includes(each))}
          value={text}
          onChange={(typed) => (/[\s,]$/.test(typed) && !wrong ? add(typed) : setText(typed))}
          onChoose={add}
          onKeyDown={(event) => {
            if (event.key === "Enter" && text.trim() !== "") {
              if (!wrong) add(text);
              event.preventDefault();
            } else if (event.key === "Backspace" && text === "" && tags.length > 0) {
              onChange(tags.slice(0, -1));
            }
          }}
          onBlur={() => text.trim() !== "" && !wrong && add(text)}
        />
      </div>
      {wrong && (
        <p className={styles.error} role="alert">
          A tag has no spaces, commas or colons.
        </p>
      )}
    </>
  );
}
