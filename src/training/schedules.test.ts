import { expect, test } from "vitest";
import { largestError } from "./goldens.fixture.ts";
import golden from "./schedules.golden.json" with { type: "json" };
import { type ScheduleSettings, scheduleOf } from "./schedules.ts";

const { learningRate } = golden;
const CONTEXT = { learningRate, epochs: 6, stepsPerEpoch: 3, rows: 100 };

test.each(golden.cosine)("cosine $settings gives Keras' CosineDecay", ({ settings, rates }) => {
  const schedule = scheduleOf({ name: "cosine", ...settings }, CONTEXT);
  const found = rates.map((_, step) => schedule.rate(step, Math.floor(step / 3)));
  expect(largestError(found, rates)).toBeLessThan(1e-7);
});

test.each(golden.plateau)(
  "reduceOnPlateau $settings gives Keras' ReduceLROnPlateau, also where it is taken up in between",
  ({ settings, rates }) => {
    const name = "reduceOnPlateau" as const;
    let schedule = scheduleOf({ name, ...settings }, CONTEXT);
    const found = golden.monitored.map((value, epoch) => {
      schedule.endEpoch(value);
      if (epoch % 7 === 0) schedule = scheduleOf({ name, ...settings }, CONTEXT, schedule.state);
      return schedule.rate(0, epoch + 1);
    });
    expect(largestError(found, rates)).toBeLessThan(1e-7);
  },
);

test.each<[ScheduleSettings, readonly number[]]>([
  [{ name: "constant" }, [0.4, 0.4, 0.4, 0.4, 0.4]],
  [{ name: "step", epochs: 2 }, [0.4, 0.4, 0.04, 0.04, 0.004]],
  [{ name: "step", epochs: 1, factor: 0.5 }, [0.4, 0.2, 0.1, 0.05, 0.025]],
  [{ name: "invscaling", powerT: 1 }, [0.4, 0.4 / 101, 0.4 / 201, 0.4 / 301, 0.4 / 401]],
])("%o over five epochs", (settings, wanted) => {
  const schedule = scheduleOf(settings, CONTEXT);
  const found = wanted.map((_, epoch) => {
    const rate = schedule.rate(3 * epoch, epoch);
    schedule.endEpoch(1);
    return rate;
  });
  expect(largestError(found, wanted)).toBeLessThan(1e-12);
  expect(schedule.reduceLearningRate()).toBe(false);
});

test("adaptive takes a fifth on each plateau, down to 1e-6", () => {
  const schedule = scheduleOf({ name: "adaptive" }, { ...CONTEXT, learningRate: 1e-5 });
  expect(schedule.reduceLearningRate()).toBe(true);
  expect(schedule.rate(0, 1)).toBeCloseTo(2e-6, 12);
  const again = scheduleOf({ name: "adaptive" }, CONTEXT, schedule.state);
  expect(again.reduceLearningRate()).toBe(true);
  expect(again.reduceLearningRate()).toBe(false);
  expect(again.rate(0, 2)).toBeCloseTo(4e-7, 12);
});
