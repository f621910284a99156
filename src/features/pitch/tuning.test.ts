import golden from "./tuning.golden.json" with { type: "json" };
import { asFrames, only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import { magnitude, STFT, stft } from "../../signal/stft.ts";
import { estimateTuning, TUNING } from "./tuning.ts";

testParity(golden, (samples, parameters: object) => {
  const magnitudes = magnitude(stft(samples, only(STFT, parameters)));
  return asFrames([
    estimateTuning(magnitudes, { sampleRate: SAMPLE_RATE, ...only(TUNING, parameters) }),
  ]);
});
