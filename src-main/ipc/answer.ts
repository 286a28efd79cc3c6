import { FailureError, failure } from "../../src-shared/failure";
import { type RequestChannel, requestSchemas } from "../../src-shared/ipc";
import type { Handlers } from "./handlers";

/** Validates the input by the contract and has it answered. @throws FailureError `bad_request` */
export async function answer<C extends RequestChannel>(
  handlers: Handlers,
  channel: C,
  input: unknown,
): Promise<unknown> {
  const parsed = requestSchemas[channel].safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join(".") ?? "";
    throw new FailureError(
      failure("bad_request", `A request ${channel} has a wrong shape: ${where} ${issue?.message}.`),
    );
  }
  // The schema of the channel has passed; TypeScript cannot follow that through the union.
  const handler = handlers[channel] as (input: unknown) => unknown;
  return await handler(parsed.data);
}
