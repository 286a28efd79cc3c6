import { useEffect, useState } from "react";
import { isToolFile } from "../../src-shared/own-tool";
import { ipc } from "../ipc";
import { useLibrary } from "../library/library-store";

/** The text of each file of own tools as it is saved, by its path, while this is shown. */
export function useOwnSources(): ReadonlyMap<string, string> {
  const files = useLibrary("tools")?.files;
  const [sources, setSources] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let isCurrent = true;
    const read = async () => {
      const texts = new Map<string, string>();
      for (const { path } of files ?? []) {
        if (!isToolFile(path)) continue;
        const reply = await ipc.libraryRead({ library: "tools", path });
        if (!isCurrent) return;
        // The sidebar and its tab say why one cannot be read.
        if (reply.ok) texts.set(path, reply.value.text);
      }
      setSources(texts);
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [files]);
  return sources;
}
