import golden from "./tuning.golden.json" with { type: "json" };
import { asFrames, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import { magnitude, stft, type StftOptions } from "../../signal/stft.ts";
import { estimateTuning, type TuningOptions } from "./tuning.ts";

testParity(golden, (samples, options: StftOptions & TuningOptions) => {
  const magnitudes = magnitude(stft(samples, options));
  return asFrames([estimateTuning(magnitudes, SAMPLE_RATE, options)]);
});
