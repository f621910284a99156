import { expect, test } from "vitest";
import { ClipContext } from "./clip-context.ts";
import { featureSet } from "./sets.ts";
import { syntheticSignal } from "../synthetic.fixture.ts";

test("what several descriptors share is computed once, however it is asked for", () => {
  const set = featureSet("classic");
  const clip = new ClipContext(syntheticSignal("sine", 8000), set);
  expect(clip.magnitudes).toBe(clip.magnitudes);
  expect(clip.harmonic).toBe(clip.harmonic);
  expect(clip.mel()).toBe(clip.mel({ norm: "slaney", nMels: 128 }));
  expect(clip.mel({ nMels: 40, fmax: 8000 })).toBe(clip.mel({ fmax: 8000, htk: false, nMels: 40 }));
  expect(clip.mel({ nMels: 40 })).not.toBe(clip.mel());
  expect(clip.voiced).toBe(clip.pitch(set.voicing).voicedFlag);
});

test("magnitudes and harmonic part by one transform are those by two", () => {
  const set = featureSet("classic");
  const samples = syntheticSignal("bursts", 20_000);
  const [both, each] = [new ClipContext(samples, set), new ClipContext(samples, set)];
  both.prepareHarmonic();
  expect(both.magnitudes).toEqual(each.magnitudes);
  expect(both.harmonic).toEqual(each.harmonic);
  const other = both.withFraming({ ...set.framing, nFft: 1024 });
  other.prepareHarmonic();
  expect(other.magnitudes.width).toBe(513);
  expect(other.harmonic).toBe(both.harmonic);
});

test("contexts share what belongs to the same framing, and what belongs to none", () => {
  const set = featureSet("classic");
  const clip = new ClipContext(syntheticSignal("sine", 8000), set);
  const short = { ...set.framing, nFft: 512 };
  const other = clip.withFraming(short);
  expect(other.magnitudes.width).toBe(257);
  expect(clip.magnitudes.width).toBe(1025);
  expect(clip.withFraming({ ...short }).magnitudes).toBe(other.magnitudes);
  expect(clip.withFraming({ ...short }).mel()).toBe(other.mel());
  expect(other.mel()).not.toBe(clip.mel());
  expect(other.harmonic).toBe(clip.harmonic);
  expect(other.withFraming(set.framing).voiced).toBe(clip.voiced);
  const { data } = clip.magnitudes;
  other.release();
  expect(data).toHaveLength(0);
  expect(clip.magnitudes.data.length).toBeGreaterThan(0);
});
