import golden from "./rolloff.golden.json" with { type: "json" };
import { ROLLOFF, spectralRolloff } from "./rolloff.ts";
import { magnitudesOf, only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, parameters: object) =>
  spectralRolloff(magnitudesOf(samples, parameters), {
    sampleRate: SAMPLE_RATE,
    ...only(ROLLOFF, parameters),
  }),
);
