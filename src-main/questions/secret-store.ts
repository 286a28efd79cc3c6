import type { SecretsState } from "../../src-shared/settings";

/** Where answers are kept that a person wants remembered. Never written down in the clear. */
export interface SecretStore {
  state(): SecretsState;
  /** Null where nothing is remembered under this key. */
  get(key: string): string | null;
  /** @throws FailureError `file_error` where it cannot be kept */
  set(key: string, value: string): void;
  /** Holds until the app ends, at the least. @throws FailureError `file_error` where it may come back then */
  forget(key: string): void;
  /** As `forget`. @throws FailureError `file_error` */
  forgetAll(): void;
}

/** Remembers nothing, and says why: for the command line and for tests. */
export function noSecretStore(reason: string): SecretStore {
  return {
    state: () => ({ isPossible: false, reason, count: 0 }),
    get: () => null,
    set: () => {},
    forget: () => {},
    forgetAll: () => {},
  };
}

/** Remembers until the process ends. */
export class MemoryStore implements SecretStore {
  readonly #secrets = new Map<string, string>();

  state(): SecretsState {
    return { isPossible: true, reason: "", count: this.#secrets.size };
  }

  get(key: string): string | null {
    return this.#secrets.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.#secrets.set(key, value);
  }

  forget(key: string): void {
    this.#secrets.delete(key);
  }

  forgetAll(): void {
    this.#secrets.clear();
  }
}
