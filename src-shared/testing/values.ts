import fc from "fast-check";
import { float, type TypedValue, type Value } from "../value";

/**
 * Values of the whole domain of the codec, as they come back from a round trip
 * through Python: what Python takes for equal (1, 1.0 and True as keys of one
 * dict) is kept apart.
 */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", "\ud800", "a\udfffb", "\udc80/bytes", "\ufeffbom", "\0", "__proto__"),
  fc.string({ unit: "grapheme", minLength: 60, maxLength: 90 }),
  fc.string({ unit: "binary", maxLength: 20 }).map((s) => `\ufeff${s}${"x".repeat(70)}`),
);

const edges = [0n, 127n, 128n, 255n, 65_535n, 65_536n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n]
  .concat(2n ** 64n, 2n ** 200n, 2n ** 127n, 2n ** 128n)
  .flatMap((n) => [n - 1n, n, n + 1n, -n, -n - 1n, -n + 1n]);

const normal = (n: bigint) => (n >= -(2n ** 53n) + 1n && n <= 2n ** 53n - 1n ? Number(n) : n);
const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -200, max: 300 }),
  fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }).map(normal),
  fc.constantFrom(...edges).map(normal),
);
const floats = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(-0, 0, 1, 1e300, 2 ** 60, Infinity, -Infinity, 0.1),
);
const bytes = fc.uint8Array({ maxLength: 300 });
const nat = (max: number) => fc.integer({ min: 0, max });
const pad = (n: number, size = 2) => String(n).padStart(size, "0");
const date = fc
  .tuple(
    fc.integer({ min: 1000, max: 9999 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([y, m, d]) => `${y}-${pad(m)}-${pad(d)}`);
const time = fc
  .tuple(nat(23), nat(59), nat(59), nat(999_999))
  .map(([h, m, s, us]) => `${pad(h)}:${pad(m)}:${pad(s)}${us === 0 ? "" : `.${pad(us, 6)}`}`);

const typeName = fc.constantFrom("mod.Cls", "Cls", "a.b.C.D");

/** -0 as a plain number is a float to Python, and comes back as one. */
const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  integer.map((n) => (Object.is(n, -0) ? 0 : n)),
  floats.map((n) => float(n)),
  text,
  bytes,
);

const key: fc.Arbitrary<Value> = fc.oneof(
  text,
  text,
  fc.integer({ min: 2, max: 1000 }),
  bytes,
  fc.constant(null),
);

const flat: fc.Arbitrary<TypedValue> = fc.oneof(
  fc
    .tuple(nat(10 ** 9), nat(999_999))
    .map(([n, part]) => ({ $: "decimal" as const, text: `${n}.${pad(part, 6)}` })),
  fc.constantFrom("/etc/hosts", ".", "/a b/\udc80").map((path) => ({
    $: "path" as const,
    type: "PosixPath",
    text: path,
  })),
  date.map((d) => ({ $: "date" as const, text: d })),
  time.map((t) => ({ $: "time" as const, text: t })),
  fc.tuple(date, time).map(([d, t]) => ({ $: "datetime" as const, text: `${d}T${t}` })),
  fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), nat(86_399), nat(999_999))
    .map(([days, seconds, us]) => ({
      $: "timedelta" as const,
      days,
      seconds,
      microseconds: us,
    })),
  fc
    .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), nat(999_999))
    .map(([seconds, us]) => ({
      $: "timestamp" as const,
      seconds,
      nanoseconds: us * 1000,
    })),
  text.map((source) => ({ $: "template" as const, source })),
);

export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    { weight: 1, arbitrary: flat },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 20 }) },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.tuple(key, tie("value")), { maxLength: 20 })
        .map((entries) => new Map(entries.map((entry) => [hashable(entry[0]), entry])))
        .map((unique) => new Map(unique.values())),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom("tuple" as const), fc.array(tie("value"), { maxLength: 5 }))
        .map(([$, items]) => ({ $, items })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom("set" as const, "frozenset" as const), text)
        // More items have no order of their own.
        .map(([$, item]) => ({ $, items: [item] })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(typeName, tie("value"))
        .map(([type, value]) => ({ $: "enum" as const, type, name: "MEMBER", value })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom("dataclass" as const, "namedtuple" as const),
          typeName,
          fc.uniqueArray(fc.constantFrom("a", "b", "constructor", "c")),
          tie("value"),
        )
        .map(([$, type, names, value]) => ({
          $,
          type,
          fields: new Map(names.map((n) => [n, value])),
        })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(typeName, text, fc.array(tie("value"), { maxLength: 3 }))
        .map(([type, message, args]) => ({ $: "exception" as const, type, message, args })),
    },
  ),
})).value;

/** Keys of equal content: two Uint8Arrays are two keys of a Map, but one of a dict. */
function hashable(k: Value): string {
  return k instanceof Uint8Array ? `b${k.join()}` : `${typeof k}${String(k)}`;
}
