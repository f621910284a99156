import { describe, expect, test } from "vitest";
import { parsed } from "../tuning.fixture.ts";
import golden from "./importance.golden.json" with { type: "json" };
import { parameterImportance } from "./parameter-importance.ts";

describe.each(golden)("$name", (one) => {
  test("the shares are those of Optuna's PED-ANOVA", () => {
    const { trials, space, goals } = parsed(one);
    const found = parameterImportance(trials, space, goals);
    const wanted = one.importance as unknown as Record<string, number>;
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
    for (const [name, share] of Object.entries(wanted)) expect(found[name]).toBeCloseTo(share, 9);
    const shares = Object.values(found);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });
});

test("of too few trials all shares are 0", () => {
  const { trials, space, goals } = parsed(golden[0]!);
  const found = parameterImportance(trials.slice(0, 1), space, goals);
  expect(new Set(Object.values(found))).toEqual(new Set([0]));
});
