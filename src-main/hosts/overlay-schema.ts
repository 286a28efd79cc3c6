import { z } from "zod";
import { formatAddress } from "../../src-shared/address";
import { hostEditSchema, hostGroupSchema } from "../../src-shared/host";
import { byKey, draftOf, emptyOverlay, type Overlay, setGroup, setHost } from "./overlay";

export const OVERLAY_VERSION = 2;

const idSchema = z.union([
  z.literal("local"),
  z
    .string()
    .regex(/^(config|added):./)
    .max(1024),
]);

/** `hosts.json`, and what is exported of it. */
export const overlayFileSchema = z
  .strictObject({
    version: z.literal(OVERLAY_VERSION),
    groups: z.array(hostGroupSchema.partial().required({ path: true })),
    hosts: z.record(idSchema, hostEditSchema),
  })
  .refine(
    ({ hosts }) =>
      Object.entries(hosts).every(([id, { name, address }]) =>
        id.startsWith("added:")
          ? name !== undefined && address !== undefined
          : name === undefined && address === undefined,
      ),
    { message: "An added host has a name and an address, another one has neither." },
  );
export type OverlayFileContent = z.infer<typeof overlayFileSchema>;

/** The file of version 0.1: added hosts by their address. */
export const firstFileSchema = z.object({
  version: z.literal(1),
  hosts: z.array(
    z.object({
      host: z.string().min(1).max(512),
      user: z.string().min(1).max(256).nullable(),
      port: z.number().int().min(1).max(65_535).nullable(),
    }),
  ),
});

export function fromFile({ hosts, groups }: OverlayFileContent): Overlay {
  const draft = draftOf(emptyOverlay);
  for (const [id, entry] of Object.entries(hosts)) setHost(draft, id, entry);
  for (const { path, ...entry } of groups) setGroup(draft, path, entry);
  return draft;
}

/** The same ids as that version gave, so that what refers to them still does. */
export function fromFirstFile({ hosts }: z.infer<typeof firstFileSchema>): Overlay {
  const draft = draftOf(emptyOverlay);
  for (const { host, user, port } of hosts) {
    const name = formatAddress({ host, user, port });
    const settings = { ...(user !== null && { user }), ...(port !== null && { port }) };
    setHost(draft, `added:${name}`, { name, address: host, settings });
  }
  return draft;
}

/** Sorted, so that a change is a change of few lines. */
export function toFile({ hosts, groups }: Overlay): OverlayFileContent {
  return {
    version: OVERLAY_VERSION,
    groups: [...groups].sort(byKey).map(([path, entry]) => ({ path, ...entry })),
    hosts: Object.fromEntries([...hosts].sort(byKey)),
  };
}
