import { FailureError, toFailure } from "../../src-shared/failure";

/**
 * What an exception of `FileSystem` on a target means to a person who applies a template: what is
 * with the file, and what to do about it. What is not known here stays as it is.
 * @param path of the file, as the person named it
 */
export function fileFailure(error: unknown, path: string): unknown {
  const reason = toFailure(error);
  const { exception } = reason;
  if (exception === null) return error;
  const { message, type } = exception;
  const say = (words: string, advice: string, lines: string[] = []) =>
    new FailureError({ ...reason, message: words, advice, lines: [...reason.lines, ...lines] });
  const link = /is a symbolic link to (.*); `follow` writes/s.exec(message);
  if (link !== null) {
    return say(
      `${path} is a symbolic link to ${link[1]}.`,
      "Go back and choose to follow the link, or name the file that it leads to.",
    );
  }
  const folder = /is not there; `make_parents` makes it: '(.*)'/s.exec(message);
  if (folder !== null) {
    return say(
      `The folder ${folder[1]} is not there.`,
      "Make it on the host first, or choose another path.",
    );
  }
  if (type.endsWith("UnexpectedContent")) {
    return say(
      `${path} is not any more what it was compared with: somebody else has changed it.`,
      "Nothing was written. Go back, compare again and look at the change.",
    );
  }
  if (type.endsWith("InvalidContent")) {
    const [first = "", ...output] = message.split("\n");
    return say(
      first,
      "Nothing was replaced. Mend the template or the check command.",
      output.filter((line) => line !== ""),
    );
  }
  if (type === "IsADirectoryError") {
    return say(`${path} is a folder.`, "Go back and add the file's name.");
  }
  if (type === "PermissionError") {
    return say(
      `The user of this session may not write or read ${path}.`,
      "Connect as another user, or become one in the host's settings, then compare again.",
      [message],
    );
  }
  return error;
}
