import { describe, expect, test } from "vitest";
import { placeOf, valueAt } from "./scale.ts";
import { checkParams, checkSpace, isActive, type Space } from "./space.ts";

const SPACE: Space = {
  momentum: { type: "float", low: 0, high: 1, when: { solver: ["sgd"] } },
  solver: { type: "categorical", choices: ["adam", "sgd"] },
  nesterov: {
    type: "categorical",
    choices: [true, false],
    when: { momentum: [0.5], solver: ["sgd"] },
  },
};

test("parameters come after those that their conditions name; defaults are filled in", () => {
  const space = checkSpace(SPACE);
  expect(Object.keys(space)).toEqual(["solver", "momentum", "nesterov"]);
  expect(space["momentum"]).toEqual({
    type: "float",
    low: 0,
    high: 1,
    log: false,
    when: { solver: ["sgd"] },
  });
  expect(isActive(space["momentum"]!, { solver: "sgd" })).toBe(true);
  expect(isActive(space["momentum"]!, { solver: "adam" })).toBe(false);
  expect(isActive(space["nesterov"]!, { solver: "sgd" })).toBe(false);
});

describe("an impossible space is refused:", () => {
  const x = { type: "float", low: 0, high: 1 } as const;
  test.each<[unknown, string]>([
    [{}, "space: must have at least one parameter"],
    [3, "space: must be values by name, got 3"],
    [
      { x: { type: "real", low: 0, high: 1 } },
      'space: x.type must be one of float, int, categorical, got "real"',
    ],
    [{ x: { ...x, low: "0" } }, 'space: x.low must be a number, got "0"'],
    [{ x: { type: "int", low: 0, high: 1.5 } }, "space: x.high must be an integer, got 1.5"],
    [
      { x: { ...x, hihg: 2 } },
      "space: has no option x.hihg; it takes type, low, high, log, step, when",
    ],
    [{ x: { ...x, low: 2 } }, "space: x: low must be at most high, got 2 and 1"],
    [{ x: { ...x, log: true } }, "space: x: low must be above 0 on a logarithmic scale, got 0"],
    [{ x: { ...x, low: 1, high: 9, log: true, step: 2 } }, "a logarithmic scale has no steps"],
    [{ x: { ...x, high: 1e300 } }, "space: x: must lie in ±2^53"],
    [{ x: { type: "categorical", choices: [] } }, "x.choices must be a list of at least 1"],
    [{ x: { type: "categorical", choices: [[1], [1]] } }, "x: choices must all be different"],
    [{ x: { ...x, when: { y: [1] } } }, "x: its condition names y, which is none of the other"],
    [{ x: { ...x, when: { x: [1] } } }, "x: its condition names x, which is none of the other"],
    [{ x: { ...x, when: { y: [2] } }, y: x }, "x: its condition asks for y 2, which it never is"],
    [
      { x: { ...x, when: { y: [1] } }, y: { ...x, when: { x: [1] } } },
      "space: x depends on y depends on x",
    ],
  ])("%j", (space, message) => {
    expect(() => checkSpace(space as Space)).toThrow(message);
  });
});

test.each([
  [{ solver: "adam" }, undefined],
  [{ solver: "sgd", momentum: 0.25 }, undefined],
  [{ solver: "sgd" }, "params: momentum is missing"],
  [{ solver: "adam", momentum: 0.25 }, "params: momentum is not active with these values"],
  [{ solver: "rprop" }, 'params: solver cannot be "rprop"'],
  [{ solver: "sgd", momentum: 2 }, "params: momentum cannot be 2"],
  [{ solver: "adam", rate: 2 }, "params: rate is no parameter of the space; it has solver,"],
])("%j: %s", (params, message) => {
  const check = () => checkParams(checkSpace(SPACE), params);
  if (message === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(message);
});

describe("a place in the unit interval", () => {
  const space = checkSpace({
    float: { type: "float", low: -1, high: 3 },
    log: { type: "float", low: 1e-3, high: 10, log: true },
    stepped: { type: "float", low: 0.1, high: 0.5, step: 0.1 },
    int: { type: "int", low: 2, high: 4 },
    even: { type: "int", low: 2, high: 7, step: 2 },
    octaves: { type: "int", low: 1, high: 64, log: true },
    choice: { type: "categorical", choices: ["a", "b"] },
    single: { type: "int", low: 5, high: 5 },
  });
  const LAST = 1 - 2 ** -33;

  test.each([
    ["float", [-1, 1, 3]],
    ["log", [1e-3, 0.1, 10]],
    ["stepped", [0.1, 0.3, 0.5]],
    ["int", [2, 3, 4]],
    ["even", [2, 4, 6]],
    ["octaves", [1, 6, 64]],
    ["choice", ["a", "b", "b"]],
    ["single", [5, 5, 5]],
  ] as const)("of %s: %j at the start, in the middle and at the end", (name, wanted) => {
    const found = [0, 0.5, LAST].map((place) => valueAt(space[name]!, place));
    for (const [i, value] of found.entries()) {
      if (typeof value === "number") expect(value).toBeCloseTo(wanted[i] as number, 6);
      else expect(value).toBe(wanted[i]);
    }
  });

  test("leads back from its value", () => {
    for (const name of ["float", "log", "stepped", "int", "even", "octaves"]) {
      const dimension = space[name] as Parameters<typeof placeOf>[0];
      for (const place of [0.01, 0.3, 0.77]) {
        const value = valueAt(dimension, place) as number;
        expect(valueAt(dimension, placeOf(dimension, value))).toBeCloseTo(value, 12);
      }
    }
  });
});
