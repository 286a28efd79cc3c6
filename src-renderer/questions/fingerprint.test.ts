import { expect, it } from "vitest";
import { fingerprintParts } from "./fingerprint";

it("parts a fingerprint without losing a letter of it", () => {
  const fingerprint = "SHA256:uNiVztksCsDhcc0u9e8BrrJXVUDeFDPBNGdzB45/XQc";
  const { algorithm, groups } = fingerprintParts(fingerprint);
  expect(algorithm).toBe("SHA256:");
  expect(groups.map((group) => group.length)).toEqual([8, 8, 8, 8, 8, 3]);
  expect(algorithm + groups.join("")).toBe(fingerprint);
  expect(fingerprintParts("none").groups.join("")).toBe("none");
});
