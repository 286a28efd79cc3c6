/** What the made file of the built-in tools takes from our library. */
export type { Value } from "../../src-shared/value";
export * from "../protocol/tool-method";
export { builtIn } from "./tools";
