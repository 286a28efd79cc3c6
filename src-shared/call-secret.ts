import { z } from "zod";

export const secretNameSchema = z.string().regex(/^[\p{L}_][\p{L}\p{N}_.-]{0,99}$/u);

/**
 * An argument that a person types at each call, or that the keyring has. The main process asks for it and puts
 * it in the place that is empty until then: so the page never has it.
 */
export const callSecretSchema = z.strictObject({
  /** Position, or the name of the argument. */
  at: z.union([z.number().int().min(0).max(10_000), z.string().max(500)]),
  name: secretNameSchema,
});
export type CallSecret = z.infer<typeof callSecretSchema>;
