import { z } from "zod";
import {
  type Failure,
  failure,
  type RemoteException,
  remoteExceptionSchema,
} from "../../src-shared/failure";
import type { Hello } from "../../src-shared/session";
import type { Value } from "../../src-shared/value";
import { protocolError } from "./frame";
import type { WireLogRecord } from "./protocol";

/**
 * The packets with a fixed shape, read from what a target sent. None of it is
 * believed before its schema has passed.
 */

const short = z.string().max(4096);

const helloSchema = z.object({
  nonce: short,
  agent_version: short,
  python_version: short,
  implementation: short,
  platform: short,
  hostname: short,
  user: short,
  pid: z.number().int(),
  encoding: short,
  executable: short,
});

/** @throws FailureError `protocol_error` */
export function readHello(value: Value): { hello: Hello; nonce: string } {
  const read = parse(helloSchema, value, "hello");
  const hello: Hello = {
    agentVersion: read.agent_version,
    pythonVersion: read.python_version,
    implementation: read.implementation,
    platform: read.platform,
    hostname: read.hostname,
    user: read.user,
    pid: read.pid,
    encoding: read.encoding,
    executable: read.executable,
  };
  return { hello, nonce: read.nonce };
}

/** Records of one packet. */
const MAX_RECORDS = 10_000;

const logRecordsSchema = z.array(
  z.object({ level: short, logger: short, message: z.string(), time: z.number() }),
);

/** @throws FailureError `protocol_error` */
export function readLogRecords(value: Value): WireLogRecord[] {
  if (!Array.isArray(value) || value.length > MAX_RECORDS)
    throw protocolError("malformed log records");
  return parse(logRecordsSchema, value, "log record").map((record) => ({
    ...record,
    // Python's seconds.
    time: record.time * 1000,
  }));
}

const exceptionSchema = z.intersection(
  remoteExceptionSchema,
  z.object({ kind: z.enum(["raised", "refused", "cancelled", "deadline"]) }),
);

const codes = {
  raised: "tool_error",
  refused: "tool_refused",
  cancelled: "cancelled",
  deadline: "deadline",
} as const;

/** The failure that an EXCEPTION packet stands for. @throws FailureError `protocol_error` */
export function readException(value: Value): Failure {
  const { kind, ...exception } = parse(exceptionSchema, value, "exception");
  return failure(codes[kind], headline(exception), { exception });
}

/** `Type: message` as Python ends a traceback; just the type where there is no message. */
function headline({ type, message }: RemoteException): string {
  return message === "" ? type : `${type}: ${message}`;
}

function parse<T>(schema: z.ZodType<T>, value: Value, what: string): T {
  const result = schema.safeParse(toObject(value));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw protocolError(`a malformed ${what} (${issue?.path.join(".")}: ${issue?.message})`);
  }
  return result.data;
}

/** Maps as objects without a prototype, integral floats as numbers: what schemas read. */
function toObject(value: Value): unknown {
  if (Array.isArray(value)) return value.map(toObject);
  if (value instanceof Map) {
    const object: Record<string, unknown> = Object.create(null);
    for (const [key, item] of value) object[String(key)] = toObject(item);
    return object;
  }
  if (typeof value === "object" && value !== null && "$" in value && value.$ === "float") {
    return value.value;
  }
  return value;
}
