import { expect, test } from "vitest";
import { largestError } from "../goldens.fixture.ts";
import { type Evaluation, Lbfgs, type LbfgsState } from "./lbfgs.ts";
import golden from "./lbfgs.golden.json" with { type: "json" };

const FUNCTIONS: Readonly<Record<string, (x: Float64Array) => Evaluation>> = {
  rosenbrock(x) {
    const gradient = new Float64Array(x.length);
    let value = 0;
    for (let i = 0; i + 1 < x.length; i++) {
      const [a, b] = [x[i]!, x[i + 1]!];
      value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
      gradient[i]! += -400 * a * (b - a * a) - 2 * (1 - a);
      gradient[i + 1]! += 200 * (b - a * a);
    }
    return { value, gradient };
  },
  quartic(x) {
    const value = x.reduce((sum, v, i) => sum + (i + 1) * v ** 4 + Math.sin(3 * v), 0);
    return { value, gradient: x.map((v, i) => 4 * (i + 1) * v ** 3 + 3 * Math.cos(3 * v)) };
  },
};

function start(name: string, point: readonly number[]): LbfgsState {
  const at = Float64Array.from(point);
  return { ...FUNCTIONS[name]!(at), point: at, pairs: [], iterations: 0, evaluations: 1 };
}

/** scipy's default. */
const FTOL = 2.2204460492503131e-9;
const TOLERANCE = { tol: golden.tol, ftol: FTOL };

test.each(golden.cases)(
  "$function from $start goes the way of scipy's L-BFGS-B",
  async ({ function: name, start: from, point, value, iterations, evaluations }) => {
    const evaluate = async (x: Float64Array): Promise<Evaluation> => FUNCTIONS[name]!(x);
    let minimiser = new Lbfgs(evaluate, TOLERANCE, start(name, from));
    while ((await minimiser.iterate()) === "improved") {
      minimiser = new Lbfgs(evaluate, TOLERANCE, structuredClone(minimiser.state));
    }
    const { state } = minimiser;
    expect(state).toMatchObject({ iterations, evaluations });
    expect(largestError(state.point, point)).toBeLessThan(1e-7);
    expect(Math.abs(state.value - value)).toBeLessThan(1e-8 * Math.max(1, Math.abs(value)));
  },
);

test("nothing to improve, nothing to find, nobody to wait for", async () => {
  const flat = { value: 1, gradient: Float64Array.of(0) };
  const point = Float64Array.of(2);
  const state = { ...flat, point, pairs: [], iterations: 0, evaluations: 1 };
  expect(await new Lbfgs(async () => flat, { tol: 0, ftol: FTOL }, state).iterate()).toBe(
    "converged",
  );
  const lying = { ...state, gradient: Float64Array.of(1) }; // the function does not fall along it
  expect(await new Lbfgs(async () => ({ ...lying }), { tol: 0, ftol: FTOL }, lying).iterate()).toBe(
    "stuck",
  );
  expect(await new Lbfgs(async () => undefined, { tol: 0, ftol: FTOL }, lying).iterate()).toBe(
    "interrupted",
  );
});
