// Affekt's samplers beside Optuna's TPE: the best value so far on five functions, over seeds.
// Run by hand: PYTHON=venv/bin/python node bench/samplers.ts [seeds] [trials]

import { spawnSync } from "node:child_process";
import { Random } from "../src/math/statistics/random.ts";
import { median } from "../src/math/statistics/median.ts";
import { createStudy } from "../src/tuning/create-study.ts";
import type { Params, Space } from "../src/tuning/space/space.ts";

const [seeds = 30, trials = 60] = process.argv.slice(2).map(Number);

const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];
const C = [1, 1.2, 3, 3.2];
const KINDS: Readonly<Record<string, number>> = { relu: 0, tanh: 0.3, logistic: 1 };

const numberIn = (params: Params, name: string): number => params[name] as number;

function branin(params: Params): number {
  const [x, y] = [numberIn(params, "x"), numberIn(params, "y")];
  const valley = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
  return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

function hartmann6(params: Params): number {
  return -C.reduce((sum, c, k) => {
    const squares = A[k]!.map((a, i) => a * (numberIn(params, `x${i}`) - 1e-4 * P[k]![i]!) ** 2);
    return sum + c * Math.exp(-squares.reduce((all, one) => all + one, 0));
  }, 0);
}

function conditional(params: Params): number {
  if (params["kind"] === "a") return 1 + (numberIn(params, "a") - 2) ** 2;
  return (numberIn(params, "b") + 1) ** 2 + (numberIn(params, "n") - 7) ** 2 / 10;
}

function mixed(params: Params): number {
  const rate = (Math.log10(numberIn(params, "rate")) + 2.5) ** 2;
  return (
    rate + (Math.log2(numberIn(params, "units")) - 7) ** 2 / 4 + KINDS[params["kind"] as string]!
  );
}

const PLANE: Space = {
  x: { type: "float", low: -5, high: 10 },
  y: { type: "float", low: 0, high: 15 },
};

interface Problem {
  readonly space: Space;
  readonly value: (params: Params) => number;
  /** The deviation of the noise on values. */
  readonly noise?: number;
  readonly lowest: number;
}

const PROBLEMS: Readonly<Record<string, Problem>> = {
  branin: { space: PLANE, value: branin, lowest: 0.397887 },
  hartmann6: {
    space: Object.fromEntries(
      [0, 1, 2, 3, 4, 5].map((i) => [`x${i}`, { type: "float", low: 0, high: 1 }]),
    ),
    value: hartmann6,
    lowest: -3.32237,
  },
  conditional: {
    space: {
      kind: { type: "categorical", choices: ["a", "b"] },
      a: { type: "float", low: -5, high: 5, when: { kind: ["a"] } },
      b: { type: "float", low: -5, high: 5, when: { kind: ["b"] } },
      n: { type: "int", low: 0, high: 10, when: { kind: ["b"] } },
    },
    value: conditional,
    lowest: 0,
  },
  noisy: { space: PLANE, value: branin, noise: 5, lowest: 0.397887 },
  mixed: {
    space: {
      rate: { type: "float", low: 1e-5, high: 1e-1, log: true },
      units: { type: "int", low: 16, high: 512, step: 16 },
      kind: { type: "categorical", choices: Object.keys(KINDS) },
    },
    value: mixed,
    lowest: 0,
  },
};

/** The best value after each trial; of noisy values the true one of the trial that seems best. */
async function curveOf(
  { space, value, noise = 0 }: Problem,
  name: "tpe" | "random",
  seed: number,
): Promise<number[]> {
  const study = await createStudy({ space, sampler: { name }, seed });
  const random = Random.of(seed, "noise", 0);
  await study.optimize(async ({ params }) => value(params) + noise * random.normal(), { trials });
  let [best, told] = [Infinity, Infinity];
  return study.trials.map(({ params, values }) => {
    if (values!["value"]! < told) [told, best] = [values!["value"]!, value(params)];
    return best;
  });
}

const python = process.env["PYTHON"] ?? "python3";
const script = new URL("python/optuna_samplers.py", import.meta.url).pathname;
const { stdout, stderr, status } = spawnSync(python, [script, String(seeds), String(trials)], {
  encoding: "utf8",
  maxBuffer: 2 ** 28,
});
if (status !== 0) throw new Error(stderr);
const optuna = JSON.parse(stdout) as Readonly<Record<string, number[][]>>;

const places = [Math.floor(trials / 3), Math.floor((2 * trials) / 3), trials];
console.log(`Median distance from the lowest value over ${seeds} seeds (quartiles at the end)\n`);
console.log(`| function | sampler | ${places.map((n) => `trial ${n}`).join(" | ")} | quartiles |`);
console.log("| --- | --- | ---: | ---: | ---: | --- |");
for (const [name, problem] of Object.entries(PROBLEMS)) {
  const runs = Array.from({ length: seeds }, (_, seed) => seed);
  const curves = {
    "Affekt TPE": await Promise.all(runs.map((seed) => curveOf(problem, "tpe", seed))),
    "Optuna TPE": optuna[name]!,
    random: await Promise.all(runs.map((seed) => curveOf(problem, "random", seed))),
  };
  for (const [sampler, own] of Object.entries(curves)) {
    const at = (place: number): number[] => own.map((curve) => curve[place - 1]! - problem.lowest);
    const last = at(trials).toSorted((a, b) => a - b);
    const quartile = (q: number): string => last[Math.floor(q * (last.length - 1))]!.toPrecision(2);
    const cells = places.map((place) => median(at(place)).toPrecision(2));
    console.log(
      `| ${name} | ${sampler} | ${cells.join(" | ")} | ${quartile(0.25)}–${quartile(0.75)} |`,
    );
  }
}
