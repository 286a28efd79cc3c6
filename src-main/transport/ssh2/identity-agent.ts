import ssh2, { type BaseAgent, type ParsedKey } from "ssh2";
import { printableLine } from "../../../src-shared/printable";
import type { Identity } from "./identity";

/** Milliseconds for an agent to say what it has. */
const LIST_MS = 5000;

/**
 * The keys that an agent has.
 * @throws Error where it does not answer
 */
export async function identitiesOfAgent(socket: string): Promise<Identity[]> {
  const agent = ssh2.createAgent(socket) as BaseAgent<ParsedKey>;
  const keys = await new Promise<ParsedKey[]>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("it does not answer")), LIST_MS);
    agent.getIdentities((error, found) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve((found ?? []).flatMap((key) => key as ParsedKey));
    });
  });
  return keys.map((publicKey) => ({
    label: `agent's ${printableLine(publicKey.comment || publicKey.type, 100)}`,
    publicKey,
    sign: (data, hash) =>
      new Promise<Buffer>((resolve, reject) => {
        const options = hash === null ? {} : { hash: hash as "sha256" };
        agent.sign(publicKey, data, options, (error, signature) => {
          if (error) reject(error);
          else if (signature === undefined) reject(new Error("The agent gave no signature."));
          else resolve(signature);
        });
      }),
  }));
}
