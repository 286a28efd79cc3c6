import type { ParsedKey } from "ssh2";
import type { HopConfig } from "./hop-config";
import type { AskContext } from "./host-key-check";
import type { Identity, UnusableIdentity } from "./identity";
import { identitiesOfAgent } from "./identity-agent";
import { identityOfFile, publicKeyOf } from "./identity-file";

/**
 * The keys to offer, in OpenSSH's order: those of the agent that a file stands for, the agent's
 * others, then files. Each is opened only when its turn comes.
 */
export async function* identitiesOf(
  hop: HopConfig,
  context: AskContext,
): AsyncGenerator<Identity | UnusableIdentity> {
  const files = await Promise.all(
    hop.identityFiles.map(async (file) => ({ file, publicKey: await publicKeyOf(file) })),
  );
  const inFiles = (key: ParsedKey) =>
    files.findIndex(({ publicKey }) => publicKey !== null && isSame(publicKey, key));
  const fromAgent = await agentKeys(hop, context);
  const ranked = fromAgent
    .map((identity) => ({ identity, rank: inFiles(identity.publicKey) }))
    .filter(({ rank }) => rank !== -1 || !hop.identitiesOnly)
    .sort((a, b) => order(a.rank) - order(b.rank));
  for (const { identity } of ranked) yield identity;
  for (const { file, publicKey } of files) {
    const isOffered = ranked.some(
      ({ identity }) => publicKey !== null && isSame(identity.publicKey, publicKey),
    );
    const found = isOffered ? null : await identityOfFile(file, hop.name, context);
    if (found !== null) yield found;
    else if (!isOffered && file === hop.chosenIdentity) {
      yield { label: file, reason: `${file} does not exist.` };
    }
  }
}

function order(rank: number): number {
  return rank === -1 ? Number.MAX_SAFE_INTEGER : rank;
}

function isSame(a: ParsedKey, b: ParsedKey): boolean {
  return a.getPublicSSH().equals(b.getPublicSSH());
}

async function agentKeys({ agent }: HopConfig, { note }: AskContext): Promise<Identity[]> {
  if (agent === null) return [];
  try {
    return await identitiesOfAgent(agent);
  } catch (error) {
    note(`The agent at ${agent}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
