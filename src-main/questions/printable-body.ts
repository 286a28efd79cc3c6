import { printableLine, printableText } from "../../src-shared/printable";
import type { QuestionBody } from "../../src-shared/question";

/** Characters of a prompt, and of a server's longer words, that are shown. */
const PROMPT_WIDTH = 500;
const INSTRUCTION_LENGTH = 4000;
/** More than this many nobody answers. */
const MAX_PROMPTS = 64;

/** A question as it may be shown: what another program or the server says is bounded, and has no control characters. */
export function printableBody(body: QuestionBody): QuestionBody {
  const line = (text: string) => printableLine(text, PROMPT_WIDTH);
  switch (body.kind) {
    case "host_key":
      return {
        kind: "host_key",
        address: line(body.address),
        keyType: line(body.keyType),
        fingerprint: line(body.fingerprint),
        knownAs: body.knownAs.slice(0, MAX_PROMPTS).map(line),
      };
    case "secret":
      return { ...body, subject: line(body.subject) };
    case "prompts":
      return {
        kind: "prompts",
        subject: line(body.subject),
        instruction: printableText(body.instruction, INSTRUCTION_LENGTH),
        prompts: body.prompts.map(({ text, echo }) => ({
          text: printableText(text, INSTRUCTION_LENGTH),
          echo,
        })),
      };
    case "notice":
      return { kind: "notice", text: printableText(body.text, INSTRUCTION_LENGTH) };
  }
}
