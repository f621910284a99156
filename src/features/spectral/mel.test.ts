import golden from "./mel.golden.json" with { type: "json" };
import { MEL, melSpectrogram } from "./mel.ts";
import { magnitudesOf, only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, parameters: object) =>
  melSpectrogram(magnitudesOf(samples, parameters), {
    sampleRate: SAMPLE_RATE,
    ...only(MEL, parameters),
  }),
);
