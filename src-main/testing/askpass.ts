import { setAskpassHelper } from "../transport/askpass-launcher";
import { compiled } from "./compiled";

/** Has ssh ask by the helper of the working tree. */
export async function installAskpass(): Promise<void> {
  setAskpassHelper(await compiled("transport/askpass-helper.ts"));
}
