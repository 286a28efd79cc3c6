/** What `import ... from "rmote-desktop"` gives: `docs/typescript.md`. */
export { type Failure, FailureError, type RemoteException } from "../../src-shared/failure";
export { fromJson, toJson } from "../../src-shared/json-value";
export type { Hello } from "../../src-shared/session";
export { float, type TypedValue, type Value } from "../../src-shared/value";
export type { CallOptions, Protocol, WireLogRecord } from "../protocol/protocol";
export * from "../protocol/tool-method";
export type { ToolSource } from "../protocol/tool-source";
export type { Connection } from "../session/connection";
export * from "./built-in-tools";
export { connect, type HostOptions } from "./connect";
export * as snippets from "./snippets";
export { builtIn, toolFile } from "./tools";
