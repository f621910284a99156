import * as v from "valibot";
import { expect, test } from "vitest";
import { complete } from "./check.ts";
import { describeOptions } from "./describe.ts";
import {
  choice,
  flag,
  group,
  integer,
  list,
  number,
  text,
  variants,
  withDefault,
} from "./schema.ts";

const SCHEMA = group({
  nMels: withDefault(integer({ min: 1, max: 512, text: "mel bands" }), 128),
  fmax: v.optional(number({ above: 0, text: "highest frequency", unit: "Hz" })),
  batchSize: withDefault(integer({ min: 1, or: ["auto"], text: "rows in a batch" }), "auto"),
  rate: withDefault(number({ min: 0, below: 1, text: "dropout" }), 0.1),
  power: v.optional(number({ min: 1, or: ["hard", "soft"], text: "power" })),
  pair: v.optional(v.tuple([integer({ min: 1, text: "first" }), integer({ text: "second" })])),
  norm: withDefault(choice(["slaney", "none"], { text: "scale of the bands" }), "slaney"),
  htk: withDefault(flag({ text: "HTK's mel scale" }), false),
  sizes: withDefault(
    list(integer({ min: 1, text: "units" }), { minLength: 1, text: "layers" }),
    [1],
  ),
  inner: v.optional(group({ name: text({ text: "a name", maxLength: 5 }) })),
  width: v.optional(integer({ min: 3, parity: "odd", text: "frames" })),
  parts: v.optional(
    list(
      variants("kind", {
        circle: group({ radius: number({ above: 0, text: "radius" }) }),
        square: group({ sizes: list(integer({ text: "size" }), { maxLength: 2, text: "sizes" }) }),
      }),
      { minLength: 1, maxLength: 3, text: "parts" },
    ),
  ),
});

test("defaults are filled in, given values stay", () => {
  expect(complete(SCHEMA, { nMels: 64, fmax: 8000 }, "mel")).toEqual({
    nMels: 64,
    fmax: 8000,
    batchSize: "auto",
    rate: 0.1,
    norm: "slaney",
    htk: false,
    sizes: [1],
  });
});

test.each([
  [{ nMels: 0 }, "nMels must be an integer in [1, 512], got 0"],
  [{ nMels: 1.5 }, "nMels must be an integer in [1, 512], got 1.5"],
  [{ nMels: Number.NaN }, "nMels must be an integer in [1, 512], got NaN"],
  [{ nMels: "many" }, 'nMels must be an integer in [1, 512], got "many"'],
  [{ nMels: null }, "nMels must be an integer in [1, 512], got null"],
  [{ fmax: 0 }, "fmax must be a number above 0, got 0"],
  [{ fmax: Infinity }, "fmax must be a number above 0, got Infinity"],
  [{ batchSize: "all" }, 'batchSize must be an integer from 1 or auto, got "all"'],
  [{ rate: 1 }, "rate must be a number in [0, 1), got 1"],
  [{ power: "max" }, 'power must be a number from 1, hard or soft, got "max"'],
  [{ pair: [1, 0.5] }, "pair[1] must be an integer, got 0.5"],
  [{ norm: "max" }, 'norm must be one of slaney, none, got "max"'],
  [{ htk: 1 }, "htk must be true or false, got 1"],
  [{ sizes: [] }, "sizes must be a list of at least 1, got []"],
  [{ sizes: [3, 0] }, "sizes[1] must be an integer from 1, got 0"],
  [{ inner: {} }, "inner.name must be text of at most 5 characters, got nothing"],
  [{ inner: { name: " " } }, 'inner.name must be text of at most 5 characters, got " "'],
  [{ inner: { name: "abcdef" } }, 'inner.name must be text of at most 5 characters, got "abcdef"'],
  [{ width: 4 }, "width must be an odd integer from 3, got 4"],
  [{ width: -3 }, "width must be an odd integer from 3, got -3"],
  [{ parts: [] }, "parts must be a list of 1 to 3, got []"],
  [{ parts: [{}, {}, {}, {}] }, "parts must be a list of 1 to 3, got [{},{},{},{}]"],
  [{ parts: [null] }, "parts[0] must be an object, got null"],
  [{ parts: ["circle"] }, 'parts[0] must be an object, got "circle"'],
  [{ parts: [{}] }, "parts[0].kind must be one of circle, square, got nothing"],
  [
    { parts: [{ kind: "constructor" }] },
    'parts[0].kind must be one of circle, square, got "constructor"',
  ],
  [
    {
      parts: [
        { kind: "circle", radius: 1 },
        { kind: "square", sizes: [1, 2, 3] },
      ],
    },
    "parts[1].sizes must be a list of at most 2, got [1,2,3]",
  ],
  [{ parts: [{ kind: "square", sizes: [0.5] }] }, "parts[0].sizes[0] must be an integer, got 0.5"],
  [
    { parts: [{ kind: "circle", radius: 1, sizes: [] }] },
    "has no option parts[0].sizes; it takes kind, radius",
  ],
  [{ inner: { name: "x", size: 3 } }, "has no option inner.size; it takes name"],
  [
    { bands: 3 },
    "has no option bands; it takes nMels, fmax, batchSize, rate, power, pair, norm, htk, sizes, inner, width, parts",
  ],
  [{ __proto__: null, constructor: 3 }, /^mel: has no option constructor; it takes/],
  [null, "must be an object, got null"],
])("%j is refused with what is allowed", (given, message) => {
  expect(() => complete(SCHEMA, given, "mel")).toThrow(
    typeof message === "string" ? `mel: ${message}` : message,
  );
});

test("options that were checked before are as if they were not", () => {
  const schema = group({
    size: withDefault(number({ text: "size" }), 1),
    word: v.optional(text({ text: "word" })),
  });
  const once = complete(schema, { word: "a" }, "it");
  once.size = 7;
  expect(complete(schema, { word: "a" }, "it")).toEqual({ size: 1, word: "a" });
  expect(complete(schema, {}, "it")).toEqual({ size: 1 });
  expect(complete(schema, { size: 0 }, "it").size).toBe(0);
  expect(complete(schema, { size: -0 }, "it").size).toBe(-0);
  expect(complete(schema, Object.create({ size: 3 }), "it")).toEqual({ size: 3 });
  for (const bad of [
    { size: NaN },
    { size: Infinity },
    { size: null },
    { size: "0" },
    { word: 1 },
  ]) {
    for (let i = 0; i < 2; i++) expect(() => complete(schema, bad, "it")).toThrow(/^it: /);
  }
  const other = group({ size: withDefault(number({ text: "size" }), 2) });
  expect(complete(other, {}, "it")).toEqual({ size: 2 });
});

test("an own property named __proto__ is an unknown option", () => {
  const given: unknown = JSON.parse('{ "__proto__": { "nMels": 1 } }');
  expect(() => complete(SCHEMA, given, "mel")).toThrow("mel: has no option __proto__; it takes");
});

test("a value of variants has the defaults of its group", () => {
  const schema = variants("kind", {
    a: group({ size: withDefault(integer({ text: "size" }), 1) }),
    b: group({ name: withDefault(text({ text: "name" }), "x") }),
  });
  expect(complete(schema, { kind: "b" }, "it")).toEqual({ kind: "b", name: "x" });
  expect(complete(schema, { kind: "a", size: 3 }, "it")).toEqual({ kind: "a", size: 3 });
});

test("a description holds what documentation needs", () => {
  const [first, second, third] = describeOptions(SCHEMA);
  expect(first).toMatchObject({
    name: "nMels",
    default: 128,
    required: false,
    text: "mel bands",
    allowed: "an integer in [1, 512]",
    min: 1,
    max: 512,
  });
  expect(second).toMatchObject({ name: "fmax", default: undefined, unit: "Hz", required: false });
  expect(third).toMatchObject({ default: "auto", allowed: "an integer from 1 or auto" });
});
