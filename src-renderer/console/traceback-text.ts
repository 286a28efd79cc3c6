import type { RemoteException } from "../../src-shared/failure";
import { exceptionChain } from "./exception-chain";

/** A traceback as Python prints it, the first cause on top. */
export function tracebackText(exception: RemoteException): string {
  const chain = exceptionChain(exception).reverse();
  return chain
    .map(({ exception: each }, i) => {
      const following = chain[i - 1];
      const isCause = each.cause !== null && each.cause === following?.exception;
      const bridge = isCause
        ? "\nThe above exception was the direct cause of the following exception:\n\n"
        : "\nDuring handling of the above exception, another exception occurred:\n\n";
      return (i === 0 ? "" : bridge) + one(each);
    })
    .join("");
}

function one({ type, message, notes, frames }: RemoteException): string {
  const lines = frames.flatMap((frame) => [
    `  File "${frame.file}", line ${frame.line}, in ${frame.function}`,
    ...(frame.source.trim() === "" ? [] : [`    ${frame.source.trim()}`]),
  ]);
  return [
    ...(lines.length > 0 ? ["Traceback (most recent call last):", ...lines] : []),
    message === "" ? type : `${type}: ${message}`,
    ...notes,
    "",
  ].join("\n");
}
