import { FailureError, failure } from "../../src-shared/failure";

/** Characters of all different texts of a plan: 1,000 hosts with files of 60 kB of their own, before and after. */
const MAX_CHARACTERS = 128 * 1024 * 1024;

/** The texts of a plan, each of them once, as most hosts have the same ones. They bound what a plan takes. */
export class PlanTexts {
  readonly #texts = new Map<string, string>();
  #room: number;

  constructor(max = MAX_CHARACTERS) {
    this.#room = max;
  }

  /** @returns the same text, as it was kept first. @throws FailureError `too_large` */
  keep(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (text.length > this.#room) {
      throw new FailureError(
        failure(
          "too_large",
          "The files of these hosts are too many and too large to be compared at once.",
          {
            advice: "Apply to some of the hosts, then to the others.",
          },
        ),
      );
    }
    this.#room -= text.length;
    this.#texts.set(text, text);
    return text;
  }
}
