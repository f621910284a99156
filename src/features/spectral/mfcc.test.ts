import golden from "./mfcc.golden.json" with { type: "json" };
import { melSpectrogram, type MelOptions } from "./mel.ts";
import { mfcc, type MfccOptions } from "./mfcc.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(
  golden,
  (samples, { nMels = 128, ...options }: MfccOptions & Pick<MelOptions, "nMels">) =>
    mfcc(melSpectrogram(magnitudesOf(samples, {}), { sampleRate: SAMPLE_RATE, nMels }), options),
);
