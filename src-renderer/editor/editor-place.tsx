import { useEffect, useRef } from "react";
import type { KeptEditor } from "./kept-editor";

interface EditorPlaceProps {
  kept: KeptEditor<{ focus(): void; dispose(): void }>;
  className?: string | undefined;
  testId?: string;
  /** It is what one does first in its tab. */
  isFirst?: boolean;
}

/** Where a kept editor is shown. */
export function EditorPlace({ kept, className, testId, isFirst }: EditorPlaceProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current !== null) kept.attach(box.current);
    return () => kept.detach();
  }, [kept]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hands the focus on to the editor inside
    <div
      ref={box}
      className={className}
      data-testid={testId}
      data-tab-focus={isFirst || undefined}
      tabIndex={-1}
      onFocus={(event) => event.target === event.currentTarget && kept.editor?.focus()}
    />
  );
}
