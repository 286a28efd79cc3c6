import writeFileAtomic from "write-file-atomic";
import { LOCAL_HOST_ID } from "../../src-shared/address";
import { FailureError, failure } from "../../src-shared/failure";
import type { Host } from "../../src-shared/host";
import { groupPaths } from "../../src-shared/host-settings";
import type { Overlay } from "./overlay";
import { toFile } from "./overlay-schema";

/**
 * What is exported: the hosts with the groups around them, or everything. This machine is
 * another one wherever the file goes, so it is never in it.
 * @param hosts null for all there is
 */
export function exportText(overlay: Overlay, hosts: readonly Host[] | null): string {
  const content = toFile(hosts === null ? overlay : part(overlay, hosts));
  const { [LOCAL_HOST_ID]: _local, ...others } = content.hosts;
  return `${JSON.stringify({ ...content, hosts: others }, null, 2)}\n`;
}

function part(overlay: Overlay, hosts: readonly Host[]): Overlay {
  const ids = new Set(hosts.map(({ id }) => id));
  const paths = new Set(hosts.flatMap(({ group }) => groupPaths(group)));
  return {
    hosts: new Map([...overlay.hosts].filter(([id]) => ids.has(id))),
    groups: new Map([...overlay.groups].filter(([path]) => paths.has(path))),
  };
}

/** @throws FailureError `file_error` */
export async function writeExport(file: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError(
      failure("file_error", `${file} cannot be written.`, {
        advice: "Choose another folder, or check its permissions and the space on the disk.",
        lines: [reason],
      }),
    );
  }
}
