import { expect, test } from "vitest";
import { ClipContext } from "./clip-context.ts";
import { featureSet } from "./sets.ts";
import { syntheticSignal } from "../synthetic.fixture.ts";

test("what several descriptors share is computed once, however it is asked for", () => {
  const { framing } = featureSet("classic");
  const clip = new ClipContext(syntheticSignal("sine", 8000), 22_050, framing);
  expect(clip.magnitudes).toBe(clip.magnitudes);
  expect(clip.harmonic).toBe(clip.harmonic);
  expect(clip.mel()).toBe(clip.mel({ norm: "slaney", nMels: 128 }));
  expect(clip.mel({ nMels: 40, fmax: 8000 })).toBe(clip.mel({ fmax: 8000, htk: false, nMels: 40 }));
  expect(clip.mel({ nMels: 40 })).not.toBe(clip.mel());
});
