/** Flags of ssh that take the next word as their value (ssh.1). */
const WITH_VALUE = /^-[BbcDEeFIiJLlmOopPRSWw]$/;

/**
 * Collects the values of `--ssh-option` as arguments for ssh: `Key=Value` is an
 * option of the configuration; what begins with a dash is an argument as it is,
 * and so is what follows a flag that takes a value.
 */
export function collectSshOption(value: string, before: string[]): string[] {
  if (WITH_VALUE.test(before.at(-1) ?? "")) return [...before, value];
  if (value.startsWith("-")) return [...before, ...value.split(/(?<=^-o)\s+/)];
  return [...before, "-o", value];
}
