import { expect, test } from "vitest";
import { type AudioStream, streamOf } from "../audio/audio-stream.ts";
import { power } from "../augmentation/power.ts";
import { AffektError } from "../errors.ts";
import { featureSet } from "../features/sets/sets.ts";
import { speechSignal } from "../features/speech.fixture.ts";
import { predictionOf } from "../prediction/prediction.ts";
import { makeTimeline, type TimelineModel } from "./make-timeline.ts";

const RATE = 22_050;
const LABELS = ["loud", "faint"];
const SET = featureSet({ name: "level", statistics: ["mean"], descriptors: [{ name: "rms" }] });

const levelOf = (samples: Float32Array): number => Math.sqrt(power(samples));
const LOUD = 0.7 * levelOf(speechSignal());
const byLevel = (level: number) => predictionOf(LABELS, level > LOUD ? [0.9, 0.1] : [0.35, 0.65]);

/** Tells loud from faint speech. */
const MODEL: TimelineModel = {
  labels: LABELS,
  featureSet: SET,
  predictClipSamples: async (samples) => byLevel(levelOf(samples)),
  predictClip: async ({ values }) => byLevel(values[0]!),
};

/** Loud speech from 1 s on, faint speech from 4 s on; 7 s. */
function talk(): Float32Array {
  const samples = new Float32Array(7 * RATE);
  const speech = speechSignal();
  samples.set(speech, RATE);
  samples.set(
    speech.map((sample) => 0.4 * sample),
    4 * RATE,
  );
  return samples;
}

function audioOf(...channels: Float32Array[]): AudioStream {
  return streamOf({ channels, sampleRate: RATE, format: "test", warnings: [] }, { name: "talk" });
}

const shown = ({ segments }: Awaited<ReturnType<typeof makeTimeline>>): string[] =>
  segments.map(
    ({ startSeconds, endSeconds, speaker = "", emotion, confidence }) =>
      `${startSeconds.toFixed(0)}-${endSeconds.toFixed(0)} ${speaker} ${emotion} ${confidence.toFixed(2)}`,
  );

test("segments between pauses", async () => {
  const seconds: number[] = [];
  const timeline = await makeTimeline(MODEL, audioOf(talk()), {
    name: "talk",
    minConfidence: 0.7,
    onProgress: (done) => seconds.push(done),
  });
  expect(shown(timeline)).toEqual(["1-3  loud 0.90", "4-6  faint 0.65"]);
  expect(timeline.segments.map(({ isSure }) => isSure)).toEqual([true, false]);
  expect(timeline).toMatchObject({ recording: "talk", kind: "pauses", durationSeconds: 7 });
  expect(seconds.at(-1)).toBe(7);
  expect(timeline.levels.length).toBeGreaterThan(600);
});

test.each([
  ["whose header says so", {}],
  ["whose header says nothing", { expectedLength: undefined }],
])("a recording that is too long is refused, %s", async (_, header) => {
  const audio = { ...audioOf(talk()), ...header };
  await expect(makeTimeline(MODEL, audio, { name: "talk", maxSeconds: 6 })).rejects.toMatchObject({
    code: "too-long",
    message: "talk: longer than 6 s, which is the limit",
  });
  await expect(
    makeTimeline(MODEL, audioOf(talk()), { name: "talk", maxSeconds: 7 }),
  ).resolves.toMatchObject({ durationSeconds: 7 });
});

test("windows that overlap stand for their middle, and lie side by side", async () => {
  const options = { name: "talk", windowSeconds: 1, hopSeconds: 0.5 };
  const { segments, kind } = await makeTimeline(MODEL, audioOf(talk()), options);
  expect(kind).toBe("windows");
  expect(segments[0]).toMatchObject({ startSeconds: 0.75, endSeconds: 1.25, emotion: "loud" });
  for (const [i, { startSeconds }] of segments.entries()) {
    if (i > 0) expect(startSeconds).toBeGreaterThanOrEqual(segments[i - 1]!.endSeconds);
  }
});

test("each channel is a speaker", async () => {
  const silence = new Float32Array(7 * RATE);
  const left = silence.slice();
  left.set(talk().subarray(0, 3 * RATE));
  const right = silence.slice();
  right.set(talk().subarray(3 * RATE), 3 * RATE);
  const options = { name: "talk", channel: "each" } as const;
  expect(shown(await makeTimeline(MODEL, audioOf(left, right), options))).toEqual([
    "1-3 left loud 0.90",
    "4-6 right faint 0.65",
  ]);
});

test("segments from outside keep speaker and text; silent ones are left out", async () => {
  const segments = [
    { startSeconds: 1, endSeconds: 2, speaker: "Ann", text: "hello" },
    { startSeconds: 1.5, endSeconds: 2.5, speaker: "Bob" },
    { startSeconds: 6.5, endSeconds: 7 },
  ];
  const timeline = await makeTimeline(MODEL, audioOf(talk()), { name: "talk", segments });
  expect(shown(timeline)).toEqual(["1-2 Ann loud 0.90", "2-3 Bob loud 0.90"]);
  expect(timeline).toMatchObject({ kind: "segments", segments: [{ text: "hello" }, {}] });
});

test("emotions are smoothed over time", async () => {
  const options = { name: "talk", smoothingSeconds: 100 };
  const [, second] = (await makeTimeline(MODEL, audioOf(talk()), options)).segments;
  expect(second).toMatchObject({ emotion: "loud" });
  expect(second!.confidence).toBeLessThan(0.8);
});

test("a recording that breaks off keeps its segments; one that fails at once does not", async () => {
  const broken = (fault: Error, whole: boolean): AudioStream => ({
    ...audioOf(talk()),
    blocks: (async function* () {
      if (whole) yield [talk()];
      throw fault;
    })(),
  });
  const fault = new AffektError("unreadable", "torn");
  const { segments, warnings } = await makeTimeline(MODEL, broken(fault, true), { name: "talk" });
  expect(segments).toHaveLength(2);
  expect(warnings).toEqual(["breaks off; what came before is kept: torn"]);
  await expect(makeTimeline(MODEL, broken(fault, false), { name: "talk" })).rejects.toBe(fault);
});

test("a signal ends it, and unknown options are refused", async () => {
  const signal = AbortSignal.abort();
  await expect(
    makeTimeline(MODEL, audioOf(talk()), { name: "talk", signal }),
  ).rejects.toMatchObject({
    code: "interrupted",
  });
  const options = { name: "talk", minConfidence: 2 };
  await expect(makeTimeline(MODEL, audioOf(talk()), options)).rejects.toThrowError(
    "timeline: minConfidence must be a number in [0, 1], got 2",
  );
});
