/** A fingerprint as two people read it out to each other: `SHA256:` and then groups of up to eight letters. */
export function fingerprintParts(fingerprint: string): { algorithm: string; groups: string[] } {
  const colon = fingerprint.indexOf(":");
  const algorithm = fingerprint.slice(0, colon + 1);
  const groups = fingerprint.slice(colon + 1).match(/.{1,8}/gsu) ?? [];
  return { algorithm, groups };
}
