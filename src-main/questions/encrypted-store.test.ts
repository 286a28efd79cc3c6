import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import { cipherOf } from "../testing/cipher";
import { EncryptedStore } from "./encrypted-store";

const CANARY = "canary-9c2d-secret";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-secrets-"));
  file = join(folder, "state", "secrets.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("remembers over a restart, encrypted, in a file that only its owner reads", () => {
  const cipher = cipherOf();
  const store = new EncryptedStore(file, cipher);
  expect(store.state()).toEqual({ isPossible: true, reason: "", count: 0 });
  expect(readdirSync(folder)).toEqual([]);
  store.set("a", CANARY);
  store.set("b", "c");
  const again = new EncryptedStore(file, cipher);
  expect(again.get("a")).toBe(CANARY);
  expect(again.get("toString")).toBeNull();
  expect(again.state().count).toBe(2);
  const written = readFileSync(file, "utf8");
  expect(written).not.toContain(CANARY);
  expect(written).not.toContain(Buffer.from(CANARY).toString("base64").slice(0, 20));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  again.forget("a");
  expect(new EncryptedStore(file, cipher).get("a")).toBeNull();
  again.forgetAll();
  expect(new EncryptedStore(file, cipher).state().count).toBe(0);
});

it("gives nothing that another key has encrypted, and takes a new answer in its place", () => {
  new EncryptedStore(file, cipherOf()).set("a", "old");
  const store = new EncryptedStore(file, cipherOf());
  expect(store.get("a")).toBeNull();
  store.set("a", "new");
  expect(store.get("a")).toBe("new");
});

it("remembers and gives nothing without a cipher, and says why", () => {
  const cipher = cipherOf();
  new EncryptedStore(file, cipher).set("a", CANARY);
  const reason = "There is no keyring.";
  const store = new EncryptedStore(file, { ...cipher, isAvailable: () => ({ ok: false, reason }) });
  expect(store.state()).toEqual({ isPossible: false, reason, count: 1 });
  expect(store.get("a")).toBeNull();
});

it.each(["", "no json", "[]", '{"version":2,"secrets":{}}', '{"version":1,"secrets":{"a":1}}'])(
  "sets a damaged file aside, and says so: %j",
  (text) => {
    const cipher = cipherOf();
    mkdirSync(join(folder, "state"));
    writeFileSync(file, text);
    const store = new EncryptedStore(file, cipher);
    expect(store.state()).toMatchObject({ isPossible: true, count: 0 });
    expect(store.state().reason).toMatch(/was damaged\. It was kept as /);
    const [aside = ""] = readdirSync(join(folder, "state"));
    expect(readFileSync(join(folder, "state", aside), "utf8")).toBe(text);
    store.set("a", "b");
    expect(store.get("a")).toBe("b");
  },
);

it("says that it cannot write, and has forgotten all the same", () => {
  const store = new EncryptedStore(file, cipherOf());
  store.set("a", "b");
  rmSync(join(folder, "state"), { recursive: true });
  writeFileSync(join(folder, "state"), "in the way");
  const codeOf = (action: () => void) => {
    try {
      action();
      return null;
    } catch (error) {
      return error instanceof FailureError ? error.failure.code : String(error);
    }
  };
  expect(codeOf(() => store.set("c", CANARY))).toBe("file_error");
  expect(store.get("c")).toBeNull();
  expect(codeOf(() => store.forget("a"))).toBe("file_error");
  expect(store.get("a")).toBeNull();
});
