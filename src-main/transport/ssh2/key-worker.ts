// What a thread of its own runs: opening a key by its passphrase is half a second of arithmetic
// (bcrypt-pbkdf in JavaScript), in which the main process would answer nothing. Nothing but types is
// imported from here: tests run it as it is.
import { parentPort, workerData } from "node:worker_threads";
import ssh2 from "ssh2";
import type { KeyJob, KeyResult } from "./key-job";

function run({ text, passphrase, sign }: KeyJob): KeyResult {
  const parsed = ssh2.utils.parseKey(Buffer.from(text), passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined) return { error: "The file is empty" };
  if (key instanceof Error) return { error: key.message };
  if (!key.isPrivateKey()) return { error: "Unsupported: it holds no private key" };
  const publicKey = key.getPublicSSH();
  if (sign === null) return { publicKey, signature: null };
  const data = Buffer.from(sign.data);
  const signature = sign.hash === null ? key.sign(data) : key.sign(data, sign.hash);
  return signature instanceof Error ? { error: signature.message } : { publicKey, signature };
}

function result(): KeyResult {
  try {
    return run(workerData as KeyJob);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(result());
