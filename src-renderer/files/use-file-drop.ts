import { type DragEvent, useState } from "react";
import { drop } from "./file-actions";
import { joinPath } from "./file-entry";

/**
 * Files that are dragged from the desktop over a host's folder go into it, or into the folder whose
 * row is under the pointer. `over` is where they would go; null while nothing is dragged.
 */
export function useFileDrop(hostId: string, path: string) {
  const [over, setOver] = useState<string | null>(null);
  const folderAt = (event: DragEvent): string => {
    const row = (event.target as Element).closest<HTMLElement>("[data-folder-name]");
    const name = row?.dataset.folderName;
    return name === undefined ? path : joinPath(path, name);
  };
  const isFiles = (event: DragEvent) => path !== "" && event.dataTransfer.types.includes("Files");
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(folderAt(event));
    },
    onDragLeave: (event: DragEvent) => {
      const to = event.relatedTarget;
      if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(null);
    },
    onDrop: (event: DragEvent) => {
      setOver(null);
      if (!isFiles(event)) return;
      event.preventDefault();
      void drop(hostId, folderAt(event), [...event.dataTransfer.files]);
    },
  };
  return { over, handlers };
}
