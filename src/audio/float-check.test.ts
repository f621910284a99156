import { expect, test } from "vitest";
import { decodeAudio } from "./decode.ts";
import { FloatCheck, isScaleWarning } from "./float-check.ts";
import { encodeWav } from "./pcm/wav-write.ts";

/** Speech-like: quiet at first, then at its peak. */
function sound(peak: number): Float32Array {
  return Float32Array.from(
    { length: 4000 },
    (_, i) => peak * Math.sin(i / 5) * (i < 2000 ? 0.01 : 1),
  );
}

function warningsOf(...blocks: readonly Float32Array[]): string[] {
  const check = new FloatCheck();
  for (const block of blocks) check.check([block]);
  return check.warnings;
}

test.each([
  [31_000, "divide by 32768"],
  [300, "divide by 32768"],
  [32_768, "divide by 32768"],
  [5_000_000, "divide by 8388608"],
  [2e9, "divide by 2147483648"],
  [1e12, "scale them to ±1"],
])("samples that reach %d are in the range of integers", (peak, remedy) => {
  const [warning, ...others] = warningsOf(sound(0.1), sound(peak));
  expect(others).toEqual([]);
  expect(warning).toMatch(/^wrong scale: samples reach [\d.e+]+ where full scale is 1: /u);
  expect(warning).toContain(remedy);
  expect(isScaleWarning(warning!)).toBe(true);
});

test.each([0, 0.5, 1, 1.5, 4, 15])("samples that reach %d are not", (peak) => {
  expect(warningsOf(sound(peak))).toEqual([]);
});

test("one click far beyond full scale is no wrong scale", () => {
  const click = sound(0.5);
  click[100] = 40;
  expect(warningsOf(click)).toEqual([]);
});

test("NaN and infinities become 0 and are counted, also where the scale is wrong", () => {
  const block = Float32Array.of(Number.NaN, Infinity, 20_000, -20_000);
  expect(warningsOf(block)).toEqual([
    "not finite: NaN or infinite samples taken as 0: 2",
    "wrong scale: samples reach 20000 where full scale is 1: divide by 32768",
  ]);
  expect([...block]).toEqual([0, 0, 20_000, -20_000]);
});

test("the warning is that of a recording", async () => {
  const bytes = encodeWav(
    { channels: [sound(31_000)], sampleRate: 8000 },
    { bitsPerSample: "32f" },
  );
  expect((await decodeAudio(bytes)).warnings).toEqual([
    expect.stringMatching(/^wrong scale: samples reach 3\d{4}/u),
  ]);
});
