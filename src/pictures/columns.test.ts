import { describe, expect, it, test } from "vitest";
import { pyin } from "../features/pitch/pyin.ts";
import { rms } from "../features/spectral/rms.ts";
import { speechSignal } from "../features/speech.fixture.ts";
import { magnitude, stft } from "../signal/stft.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import { ANALYSIS_RATE, columnCount, columnGrid } from "./column-grid.ts";
import { levelColumns } from "./level-columns.ts";
import { pitchColumns } from "./pitch-columns.ts";
import { powerColumns } from "./power-columns.ts";

const PIXELS = 768;

test.each([
  { seconds: 0.01, hopLength: 256, framesPerColumn: 1 },
  { seconds: 8, hopLength: 256, framesPerColumn: 1 },
  { seconds: 10, hopLength: 512, framesPerColumn: 1 },
  { seconds: 18, hopLength: 512, framesPerColumn: 2 },
  { seconds: 36_000, hopLength: 512, framesPerColumn: 2019 },
])("$seconds s have no more columns than pixels, and one", ({ seconds, ...expected }) => {
  const grid = columnGrid(seconds, PIXELS);
  expect(grid).toMatchObject(expected);
  expect(columnCount(seconds * ANALYSIS_RATE, grid)).toBeLessThanOrEqual(PIXELS + 1);
});

describe("a column of one frame is that frame, centred", () => {
  const samples = speechSignal();
  const grid = columnGrid(samples.length / ANALYSIS_RATE, PIXELS);
  const { hopLength } = grid;

  it("power", () => {
    const { data } = magnitude(stft(samples, { hopLength }), { power: 2 });
    expect(powerColumns(samples, grid).data).toEqual(data);
  });

  it("level", () => {
    const { data } = rms(samples, { hopLength });
    const levels = levelColumns(samples, grid);
    expect(levels).toHaveLength(data.length);
    for (const [c, level] of levels.entries()) {
      expect(level).toBeCloseTo(20 * Math.log10(data[c]!), 4);
    }
  });

  it("pitch", () => {
    const { f0, voicedFlag } = pyin(samples, {
      sampleRate: ANALYSIS_RATE,
      fmin: 65.4,
      fmax: 1046.5,
      hopLength,
    });
    const { low, median, high, voicing } = pitchColumns(samples, grid);
    expect(voicedFlag.some((flag) => flag === 1)).toBe(true);
    for (const course of [low, median, high]) expect(course).toEqual(f0);
    expect([...voicing]).toEqual([...voicedFlag]);
  });
});

describe("columns of several frames, over several blocks", () => {
  const seconds = 70;
  const samples = syntheticSignal("sine", seconds * ANALYSIS_RATE);
  samples.fill(0, samples.length / 2);
  const grid = columnGrid(seconds, 100);
  const { hopLength, framesPerColumn } = grid;
  const columns = columnCount(samples.length, grid);

  it("power is the mean over frames", () => {
    const power = magnitude(stft(samples, { hopLength }), { power: 2 });
    const { data, count, width } = powerColumns(samples, grid);
    expect([count, width]).toEqual([columns, power.width]);
    const bin = Math.round(440 / (ANALYSIS_RATE / 2048));
    for (let c = 0; c < count; c++) {
      const frames = Array.from(
        { length: Math.min(framesPerColumn, power.count - c * framesPerColumn) },
        (_, f) => power.data[(c * framesPerColumn + f) * width + bin]!,
      );
      const mean = frames.reduce((a, b) => a + b) / frames.length;
      expect(data[c * width + bin]! / (mean || 1)).toBeCloseTo(mean === 0 ? 0 : 1, 4);
    }
  });

  it("level and pitch end where the sound does", () => {
    const levels = levelColumns(samples, grid);
    const { median, voicing } = pitchColumns(samples, grid);
    const [sounding, silent] = [Math.floor(columns / 4), Math.floor((3 * columns) / 4)];
    expect(levels[sounding]).toBeCloseTo(20 * Math.log10(0.5 / Math.SQRT2), 1);
    expect(levels[silent]).toBe(-Infinity);
    expect(Math.abs(1200 * Math.log2(median[sounding]! / 440))).toBeLessThan(10);
    expect([voicing[sounding], voicing[silent], median[silent]]).toEqual([1, 0, NaN]);
  });
});
