import { expect, test } from "vitest";
import { featureSet } from "../../features/sets/sets.ts";
import { speechSignal } from "../../features/speech.fixture.ts";
import { allOf } from "../../parallel/all-of.fixture.ts";
import { type Prediction, predictionOf } from "../prediction.ts";
import type { SampleModel } from "./stream-analyser.ts";
import type { StreamEvent } from "./stream-events.ts";
import type { StreamingOptions } from "./stream-options.ts";
import { StreamingPredictor } from "./streaming-predictor.ts";

const RATE = 22_050;

/** A model by which a clip is the more probably loud the louder it is. */
class LoudnessModel implements SampleModel {
  readonly labels = ["loud", "faint"];
  readonly featureSet = featureSet("classic");
  count = 0;

  async predictClipSamples(samples: Float32Array): Promise<Prediction> {
    this.count++;
    const level = Math.hypot(...samples.subarray(0, 1000)) / 100;
    return predictionOf(this.labels, [level, 1 - level]);
  }
}

const speech = speechSignal();

/** Three seconds of speech between two seconds of silence. */
function recording(): Float32Array {
  const samples = new Float32Array(7 * RATE);
  samples.set(speech, 2 * RATE);
  samples.set(speech, 3.5 * RATE);
  return samples;
}

async function eventsOf(
  samples: Float32Array,
  block: number,
  options: Partial<StreamingOptions> = {},
): Promise<StreamEvent[]> {
  const stream = new StreamingPredictor(new LoudnessModel(), { sampleRate: RATE, ...options });
  const events = allOf(stream);
  for (let at = 0; at < samples.length; at += block) {
    await stream.push(samples.subarray(at, at + block));
  }
  stream.end();
  return events;
}

/** The events without what depends on how samples came: their order. */
const byPlace = (events: readonly StreamEvent[]): StreamEvent[] =>
  events.toSorted((a, b) => a.type.localeCompare(b.type) || a.startSeconds - b.startSeconds);

test("the same events however samples come", async () => {
  const samples = recording();
  const whole = await eventsOf(samples, samples.length);
  expect(whole.map(({ type }) => type)).toContain("utterance");
  for (const block of [997, 10_007]) {
    const events = await eventsOf(samples, block);
    expect(byPlace(events)).toEqual(byPlace(whole));
  }
});

test("windows are where they were asked for; silent ones have no emotion", async () => {
  const events = await eventsOf(recording(), 5000, { windowSeconds: 1, hopSeconds: 1 });
  const windows = events.filter((event) => event.type === "window");
  expect(windows.map(({ startSeconds }) => startSeconds)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(windows[0]).toEqual({
    type: "window",
    state: "silence",
    startSeconds: 0,
    durationSeconds: 1,
    speech: 0,
  });
  expect(windows[3]).toMatchObject({ state: "speech", emotion: expect.any(String) });
});

test("windows or utterances can be left out", async () => {
  const kinds = async (options: Partial<StreamingOptions>): Promise<Set<string>> =>
    new Set((await eventsOf(recording(), 5000, options)).map(({ type }) => type));
  expect(await kinds({ windowSeconds: "none" })).toEqual(new Set(["utterance-start", "utterance"]));
  expect(await kinds({ utterances: false })).toEqual(new Set(["window"]));
});

test("push waits until samples are read, and nothing is computed before", async () => {
  const model = new LoudnessModel();
  const stream = new StreamingPredictor(model, { sampleRate: RATE });
  const samples = new Float32Array(12 * RATE);
  samples.set(recording(), 4 * RATE);
  let isTaken = false;
  const pushed = stream.push(samples).then(() => (isTaken = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([isTaken, model.count]).toEqual([false, 0]);
  expect(stream.waitingSeconds).toBe(12);
  const events = allOf(stream);
  await pushed;
  stream.end();
  expect((await events).length).toBeGreaterThan(5);
  expect(stream.waitingSeconds).toBe(0);
});

test("what nobody waits for is refused at last", async () => {
  const stream = new StreamingPredictor(new LoudnessModel(), { sampleRate: 1000 });
  void stream.push(new Float32Array(301_000));
  await expect(stream.push(new Float32Array(1))).rejects.toMatchObject({ code: "too-long" });
});

test("the signal ends reading and pushing", async () => {
  const controller = new AbortController();
  const options = { sampleRate: RATE, signal: controller.signal };
  const stream = new StreamingPredictor(new LoudnessModel(), options);
  const pushed = stream.push(new Float32Array(11 * RATE));
  controller.abort();
  await expect(pushed).rejects.toMatchObject({ code: "interrupted" });
  await expect(allOf(stream)).rejects.toMatchObject({ code: "interrupted" });
  await expect(stream.push(new Float32Array(1))).rejects.toMatchObject({ code: "interrupted" });
});

test("leaving the loop closes the stream", async () => {
  const stream = new StreamingPredictor(new LoudnessModel(), { sampleRate: RATE });
  const pushed = stream.push(recording());
  for await (const event of stream) if (event.type === "window") break;
  await pushed;
  await expect(stream.push(new Float32Array(1))).rejects.toMatchObject({ code: "interrupted" });
});

test("what is wrong is refused", async () => {
  const model = new LoudnessModel();
  expect(() => new StreamingPredictor(model, { sampleRate: 0 })).toThrowError(/sampleRate/);
  const stream = new StreamingPredictor(model, { sampleRate: RATE });
  await expect(stream.push(Float32Array.of(NaN))).rejects.toMatchObject({
    code: "invalid-argument",
  });
  stream.end();
  await expect(stream.push(new Float32Array(1))).rejects.toMatchObject({
    code: "invalid-argument",
  });
});
