import { userInfo } from "node:os";

/** Who runs this; a container's user may have no name, which is then empty. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? "";
  }
}
