import golden from "./delta.golden.json" with { type: "json" };
import { delta, type DeltaOptions } from "./delta.ts";
import { melSpectrogram } from "./spectral/mel.ts";
import { mfcc } from "./spectral/mfcc.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "./parity.fixture.ts";

testParity(golden, (samples, options: DeltaOptions) =>
  delta(mfcc(melSpectrogram(magnitudesOf(samples, {}), { sampleRate: SAMPLE_RATE })), options),
);
