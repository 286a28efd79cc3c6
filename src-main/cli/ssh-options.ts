/**
 * Collects the values of `--ssh-option` as arguments for ssh: `Key=Value` is an
 * option of the configuration; what begins with a dash is an argument as it is,
 * and the value of a lone `-o` is the next one.
 */
export function collectSshOption(value: string, before: string[]): string[] {
  const last = before.at(-1);
  if (last === "-o") return [...before, value];
  if (value.startsWith("-")) return [...before, ...value.split(/(?<=^-o)\s+/)];
  return [...before, "-o", value];
}
