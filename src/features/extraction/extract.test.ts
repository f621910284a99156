import { describe, expect, test, vi } from "vitest";
import type { AudioStream } from "../../audio/audio-stream.ts";
import { resample } from "../../audio/resample/resample.ts";
import { AffektError } from "../../errors.ts";
import { kernels } from "../../math/kernels.ts";
import { ContentHash } from "../../math/content-hash.ts";
import { clipValues } from "../sets/vector.ts";
import { type ClipExtraction, extractClips, extractFeatures, inMemory } from "./extract.ts";
import { featureSet } from "../sets/sets.ts";
import { syntheticSignal } from "../synthetic.fixture.ts";

const SET = featureSet({
  name: "own",
  statistics: ["mean", "std"],
  descriptors: [{ name: "mfcc" }],
});
const SAMPLE_RATE = 48_000;
const SAMPLES = syntheticSignal("bursts", 5.3 * SAMPLE_RATE);

/** A recording that comes in blocks, and breaks off with an error after some of them. */
function stream(
  samples: Float32Array,
  { block = 10_007, warnings = [] as string[], fault = undefined as Error | undefined } = {},
): AudioStream {
  async function* blocks(): AsyncGenerator<readonly Float32Array[]> {
    for (let at = 0; at < samples.length; at += block) {
      yield [samples.slice(at, at + block), samples.slice(at, at + block)];
    }
    if (fault !== undefined) throw fault;
  }
  return {
    sampleRate: SAMPLE_RATE,
    channelCount: 2,
    format: "test",
    expectedLength: undefined,
    warnings,
    blocks: blocks(),
    close: async () => {},
  };
}

function extract(sound: AudioStream, options: Partial<ClipExtraction<Float32Array>> = {}) {
  return extractClips(sound, {
    set: SET,
    windowing: "auto",
    keep: inMemory,
    name: "x",
    ...options,
  });
}

test("a recording in blocks has the features that it has as a whole", async () => {
  const audio = { channels: [SAMPLES], sampleRate: SAMPLE_RATE, format: "x", warnings: ["odd"] };
  const clips = await extract(stream(SAMPLES, { warnings: ["odd"] }));
  expect(clips).toEqual([{ ...extractFeatures(audio, SET), samplesHash: expect.any(String) }]);
});

test("its hash is that of its sound, mixed to mono; the share that is done is told", async () => {
  const shares: number[] = [];
  const sound = { ...stream(SAMPLES), expectedLength: SAMPLES.length };
  const [clip] = await extract(sound, { onShare: (share) => shares.push(share) });
  expect(clip?.samplesHash).toBe(new ContentHash().update(SAMPLES).digest());
  expect(shares).toHaveLength(Math.ceil(SAMPLES.length / 10_007));
  expect([shares[0], shares.at(-1)]).toEqual([10_007 / SAMPLES.length, 1]);
});

test.each([
  [1, 1],
  [2, 0.5],
  [0.7, 1.3],
])(
  "windows of %f s every %f s are stretches of the resampled recording",
  async (windowSeconds, hopSeconds) => {
    const rate = SET.sampleRate;
    const whole = resample(SAMPLES, SAMPLE_RATE, rate);
    const windowing = { windowSeconds, hopSeconds };
    const clips = await extract(stream(SAMPLES), { windowing });
    expect(clips.length).toBeGreaterThan(3);
    for (const [i, { values, startSeconds, durationSeconds }] of clips.entries()) {
      const start = Math.round(i * hopSeconds * rate);
      const end = Math.min(whole.length, start + Math.round(windowSeconds * rate));
      expect(values).toEqual(clipValues(whole.subarray(start, end), SET));
      expect(startSeconds).toBe(i * hopSeconds);
      expect(durationSeconds).toBeCloseTo(Math.min(windowSeconds, 5.3 - i * hopSeconds), 4);
    }
  },
);

test("each window is assessed by itself, warnings stand with the first", async () => {
  const samples = SAMPLES.slice();
  samples.fill(0, 0.9 * SAMPLE_RATE, 2.1 * SAMPLE_RATE);
  const windowing = { windowSeconds: 0.5, hopSeconds: 0.5 };
  const clips = await extract(stream(samples, { warnings: ["odd"] }), { windowing });
  expect(clips.map(({ state }) => state)).toEqual(
    Array.from({ length: 11 }, (_, i) => (i === 2 || i === 3 ? "silent" : "ok")),
  );
  expect(clips.map(({ warnings }) => warnings.length)).toEqual([1, ...Array(10).fill(0)]);
});

test("copies are made of clips that are fit, and those that are not are left out", async () => {
  const samples = SAMPLES.slice();
  samples.fill(0, 0, 2.1 * SAMPLE_RATE);
  const windowing = { windowSeconds: 2, hopSeconds: 2 };
  const augment = (clip: Float32Array) => [
    clip.map((sample) => -sample),
    clip.subarray(0, 0.05 * SET.sampleRate),
    new Float32Array(clip.length),
  ];
  const clips = await extract(stream(samples), { windowing, augment });
  expect(clips.map(({ state, copies }) => [state, copies?.length])).toEqual([
    ["silent", undefined],
    ["ok", 1],
    ["ok", 1],
  ]);
  expect(clips[2]!.copies![0]).toEqual(clips[2]!.values); // the same powers
});

describe("a recording that breaks off", () => {
  const fault = new AffektError("unreadable", "x: read error");

  test("keeps its windows, with a warning", async () => {
    const windowing = { windowSeconds: 2, hopSeconds: 2 };
    const clips = await extract(stream(SAMPLES, { fault }), { windowing });
    expect(clips.map(({ startSeconds }) => startSeconds)).toEqual([0, 2, 4]);
    expect(clips[0]?.warnings).toEqual(["breaks off; what came before is kept: x: read error"]);
  });

  test("fails where it has none", async () => {
    await expect(extract(stream(SAMPLES, { fault }))).rejects.toBe(fault);
  });
});

test("an interrupt ends the work, and is no break", async () => {
  const windowing = { windowSeconds: 1, hopSeconds: 1 };
  const stop = new AbortController();
  let blocks = 0;
  const onShare = (): void => {
    if (++blocks === 12) stop.abort();
  };
  const work = extract(stream(SAMPLES), { windowing, onShare, signal: stop.signal });
  await expect(work).rejects.toMatchObject({ code: "interrupted" });
  expect(blocks).toBe(12);
});

test("samples far beyond full scale are refused", async () => {
  const loud = SAMPLES.map((sample) => sample * 1e30);
  await expect(extract(stream(loud))).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringMatching(/^x: .* not far beyond full scale/),
  });
});

test("what memory does not hold is refused", async () => {
  const allocate = vi.spyOn(kernels(), "allocate").mockImplementation(() => {
    throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
  });
  const audio = { channels: [SAMPLES], sampleRate: SET.sampleRate, format: "x", warnings: [] };
  expect(() => extractFeatures(audio, SET, "x")).toThrowError(
    expect.objectContaining({
      code: "unsupported",
      message: "x: 0 minutes are too long to be analysed at once; take windows",
    }),
  );
  allocate.mockRestore();
});
