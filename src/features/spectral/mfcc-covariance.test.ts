import { expect, test } from "vitest";
import { magnitudesOf, only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import { MEL, melSpectrogram } from "./mel.ts";
import { MFCC, mfcc } from "./mfcc.ts";
import golden from "./mfcc-covariance.golden.json" with { type: "json" };
import { covariances } from "./mfcc-covariance.ts";

testParity(golden, (samples, parameters: object) => {
  const power = magnitudesOf(samples, parameters);
  const mel = melSpectrogram(power, { sampleRate: SAMPLE_RATE, ...only(MEL, parameters) });
  const data = covariances(mfcc(mel, only(MFCC, parameters)));
  return { data, count: data.length, width: 1 };
});

test.each([0, 1])("covariances of %i frames are 0", (count) => {
  expect([...covariances({ data: new Float32Array(2 * count).fill(3), count, width: 2 })]).toEqual([
    0, 0, 0,
  ]);
});
