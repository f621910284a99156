import { describe, expect, test, vi } from "vitest";
import { type AudioStream, streamOf } from "../../audio/audio-stream.ts";
import { resample } from "../../audio/resample/resample.ts";
import { AffektError } from "../../errors.ts";
import { kernels } from "../../math/kernels.ts";
import { ContentHash } from "../../math/content-hash.ts";
import { clipValues } from "../sets/vector.ts";
import type { Clip, RecordingInfo } from "./clip.ts";
import { extractClips, type ExtractClipsOptions } from "./extract.ts";
import { featureSet } from "../sets/sets.ts";
import { frameStep } from "../sets/shared-frames.ts";
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
    name: "x",
    sampleRate: SAMPLE_RATE,
    channelCount: 2,
    format: "test",
    expectedLength: undefined,
    warnings,
    blocks: blocks(),
    close: async () => {},
  };
}

/** All clips of a recording, and what is known of it. */
async function extract(audio: AudioStream, options: Partial<ExtractClipsOptions> = {}) {
  const clips: Clip[] = [];
  const events = extractClips(audio, { set: SET, name: "x", ...options });
  for (;;) {
    const { done, value } = await events.next();
    if (done === true) return { clips, info: value satisfies RecordingInfo };
    clips.push(value);
  }
}

test("a recording in blocks has the features that it has as a whole", async () => {
  const audio = { channels: [SAMPLES], sampleRate: SAMPLE_RATE, format: "x", warnings: ["odd"] };
  const { clips, info } = await extract(stream(SAMPLES, { warnings: ["odd"] }));
  const whole = await extract(streamOf(audio, { name: "x" }));
  expect(clips.map(({ values }) => values)).toEqual([
    clipValues(resample(SAMPLES, { from: SAMPLE_RATE, to: SET.sampleRate }), { set: SET }),
  ]);
  expect(whole.clips).toEqual(clips.map((clip) => ({ ...clip, progress: 1 })));
  expect(whole.info).toEqual(info);
  expect(info.warnings).toEqual(["odd"]);
  expect(info.durationSeconds).toBeCloseTo(5.3, 10);
});

test("its hash is that of its samples, mixed to mono; the share that is done is told", async () => {
  const sound = { ...stream(SAMPLES), expectedLength: SAMPLES.length };
  const windowing = { windowSeconds: 1, hopSeconds: 1 };
  const { clips, info } = await extract(sound, { windowing });
  expect(info.samplesHash).toBe(new ContentHash().update(SAMPLES).digest());
  const shares = clips.map(({ progress }) => progress!);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares[0]).toBeCloseTo(1 / 5.3, 1);
});

test("segments are clips of that stretch, with a hash of their own; one behind the end is told", async () => {
  const rate = SET.sampleRate;
  const whole = resample(SAMPLES, { from: SAMPLE_RATE, to: rate });
  const segments = [
    { startSeconds: 3, endSeconds: 4 },
    { startSeconds: 1, endSeconds: 2 },
    { startSeconds: 6, endSeconds: 7 },
  ];
  const { clips, info } = await extract(stream(SAMPLES), { segments });
  expect(clips.map(({ segment, values }) => [segment, values])).toEqual([
    [1, clipValues(whole.subarray(rate, 2 * rate), { set: SET })],
    [0, clipValues(whole.subarray(3 * rate, 4 * rate), { set: SET })],
  ]);
  expect(new Set(clips.map(({ samplesHash }) => samplesHash)).size).toBe(2);
  expect(info.warnings).toEqual(["the segment from 6 s begins behind the end (5.30 s)"]);
});

test.each([
  ["by its header", SAMPLES.length, 0],
  ["by its samples", undefined, 5],
])("a recording that is too long %s is refused", async (_, expectedLength, least) => {
  let blocks = 0;
  const audio = stream(SAMPLES);
  async function* counted() {
    for await (const block of audio.blocks) {
      blocks++;
      yield block;
    }
  }
  const sound = { ...audio, expectedLength, blocks: counted() };
  await expect(extract(sound, { maxSeconds: 2 })).rejects.toMatchObject({
    code: "too-long",
    message: "x: longer than 2 s, which is the limit",
  });
  expect(blocks).toBeGreaterThanOrEqual(least);
  expect(blocks).toBeLessThan(12);
});

test.each([
  [1, 1],
  [2, 0.5],
  [0.7, 1.3],
])(
  "windows of %f s every %f s are stretches of the resampled recording",
  async (windowSeconds, hopSeconds) => {
    const rate = SET.sampleRate;
    const whole = resample(SAMPLES, { from: SAMPLE_RATE, to: rate });
    const windowing = { windowSeconds, hopSeconds };
    const { clips } = await extract(stream(SAMPLES), { windowing });
    expect(clips.length).toBeGreaterThan(3);
    for (const [i, { values, startSeconds, durationSeconds }] of clips.entries()) {
      const place = Math.round(i * hopSeconds * rate);
      // those that overlap begin with a frame
      const step = hopSeconds < windowSeconds ? frameStep(SET) : 1;
      const start = place - (place % step);
      const length = Math.round(windowSeconds * rate);
      const end = place + length > whole.length ? whole.length : start + length;
      expect(values).toEqual(clipValues(whole.subarray(start, end), { set: SET }));
      expect(startSeconds).toBe(i * hopSeconds);
      expect(durationSeconds).toBeCloseTo(Math.min(windowSeconds, 5.3 - i * hopSeconds), 4);
    }
  },
);

test("each window is assessed by itself", async () => {
  const samples = SAMPLES.slice();
  samples.fill(0, 0.9 * SAMPLE_RATE, 2.1 * SAMPLE_RATE);
  const windowing = { windowSeconds: 0.5, hopSeconds: 0.5 };
  const { clips } = await extract(stream(samples), { windowing });
  expect(clips.map(({ state }) => state)).toEqual(
    Array.from({ length: 11 }, (_, i) => (i === 2 || i === 3 ? "silent" : "ok")),
  );
});

test("augmented copies are made of clips that are fit", async () => {
  const samples = SAMPLES.slice();
  samples.fill(0, 0, 2.1 * SAMPLE_RATE);
  const windowing = { windowSeconds: 2, hopSeconds: 2 };
  const augmentation = { gain: { decibels: [0, 0] }, copies: 2 } as const;
  const { clips } = await extract(stream(samples), { windowing, augmentation });
  expect(clips.map(({ state, augmented }) => [state, augmented?.length])).toEqual([
    ["silent", undefined],
    ["ok", 2],
    ["ok", 2],
  ]);
  expect(clips[2]!.augmented![0]).toEqual(clips[2]!.values); // a gain of 0 dB
});

test("copies that are not fit are left out", async () => {
  const augmentation = { gain: { decibels: [-60, -60] } } as const;
  const faint = SAMPLES.map((sample) => sample / 100);
  const { clips } = await extract(stream(faint), { augmentation });
  expect(clips[0]!.augmented).toEqual([]);
});

describe("a recording that breaks off", () => {
  const fault = new AffektError("unreadable", "x: read error");

  test("keeps its windows, with a warning", async () => {
    const windowing = { windowSeconds: 2, hopSeconds: 2 };
    const { clips, info } = await extract(stream(SAMPLES, { fault }), { windowing });
    expect(clips.map(({ startSeconds }) => startSeconds)).toEqual([0, 2, 4]);
    expect(info.warnings).toEqual(["breaks off; what came before is kept: x: read error"]);
  });

  test("fails where it has none", async () => {
    await expect(extract(stream(SAMPLES, { fault }))).rejects.toBe(fault);
  });
});

test("an interrupt ends the work with the signal's reason, and is no break", async () => {
  const windowing = { windowSeconds: 1, hopSeconds: 1 };
  const stop = new AbortController();
  const clips = extractClips(stream(SAMPLES), { set: SET, windowing, signal: stop.signal });
  await clips.next();
  stop.abort("enough");
  await expect(clips.next()).rejects.toMatchObject({ code: "interrupted", cause: "enough" });
});

test("a consumer that stops early closes the source", async () => {
  let isClosed = false;
  async function* blocks(): AsyncGenerator<readonly Float32Array[]> {
    try {
      for (;;) yield [SAMPLES.slice()];
    } finally {
      isClosed = true;
    }
  }
  const windowing = { windowSeconds: 1, hopSeconds: 1 };
  const endless = { ...stream(SAMPLES), blocks: blocks() };
  for await (const clip of extractClips(endless, { set: SET, windowing })) {
    expect(clip.startSeconds).toBe(0);
    break;
  }
  expect(isClosed).toBe(true);
});

test("samples far beyond full scale are refused", async () => {
  const loud = SAMPLES.map((sample) => sample * 1e30);
  await expect(extract(stream(loud))).rejects.toMatchObject({
    code: "unreadable",
    message: expect.stringMatching(/^x: .* not far beyond full scale/),
  });
});

test("what memory does not hold is refused", async () => {
  const k = kernels();
  const original = k.allocate.bind(k);
  const allocate = vi.spyOn(k, "allocate").mockImplementation((bytes) => {
    if (bytes < 400_000) return original(bytes);
    throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
  });
  const audio = { channels: [SAMPLES], sampleRate: SET.sampleRate, format: "x", warnings: [] };
  await expect(extract(streamOf(audio, { name: "x" }))).rejects.toMatchObject({
    code: "unsupported",
    message: "x: 0 minutes are too long to be analysed at once; take windows",
  });
  allocate.mockRestore();
});

describe("channels", () => {
  const LEFT = syntheticSignal("bursts", SAMPLE_RATE);
  const RIGHT = LEFT.map((sample, i) => sample * Math.sin(i / 40));
  const stereo = {
    channels: [LEFT, RIGHT],
    sampleRate: SAMPLE_RATE,
    format: "x",
    warnings: [],
  };
  const valuesOf = (samples: Float32Array): Float32Array =>
    clipValues(resample(samples, { from: SAMPLE_RATE, to: SET.sampleRate }), { set: SET });

  test.each([
    ["mix", LEFT.map((sample, i) => (sample + RIGHT[i]!) / 2)],
    ["left", LEFT],
    ["right", RIGHT],
  ] as const)("%s", async (channel, samples) => {
    const { clips } = await extract(streamOf(stereo, { name: "x" }), { channel });
    expect(clips).toMatchObject([{ values: valuesOf(samples) }]);
    expect(clips[0]).not.toHaveProperty("channel");
  });

  test("each has clips of its own, window by window", async () => {
    const windowing = { windowSeconds: 0.5, hopSeconds: 0.5 };
    const { clips } = await extract(streamOf(stereo, { name: "x" }), {
      channel: "each",
      windowing,
    });
    expect(clips.map(({ channel, startSeconds }) => `${channel} ${startSeconds}`).sort()).toEqual([
      "left 0",
      "left 0.5",
      "right 0",
      "right 0.5",
    ]);
    for (const channel of ["left", "right"] as const) {
      const alone = await extract(streamOf(stereo, { name: "x" }), { channel, windowing });
      const own = clips.filter((clip) => clip.channel === channel);
      expect(own.map(({ values }) => values)).toEqual(alone.clips.map(({ values }) => values));
    }
  });

  test("channels that cancel out are told", async () => {
    const inverted = { ...stereo, channels: [LEFT, LEFT.map((sample) => -sample)] };
    const { clips, info } = await extract(streamOf(inverted, { name: "x" }));
    expect(clips).toMatchObject([{ state: "silent" }]);
    expect(info.warnings).toEqual([expect.stringContaining("out of phase")]);
    const left = await extract(streamOf(inverted, { name: "x" }), { channel: "left" });
    expect(left.clips).toMatchObject([{ state: "ok", values: valuesOf(LEFT) }]);
    expect(left.info.warnings).toEqual([]);
  });

  test("mono has no right channel", async () => {
    const mono = { ...stereo, channels: [LEFT] };
    const refused = extract(streamOf(mono, { name: "x" }), { channel: "right" });
    await expect(refused).rejects.toMatchObject({ code: "invalid-argument" });
  });
});
