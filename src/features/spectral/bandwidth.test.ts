import golden from "./bandwidth.golden.json" with { type: "json" };
import { BANDWIDTH, spectralBandwidth } from "./bandwidth.ts";
import { magnitudesOf, only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, parameters: object) =>
  spectralBandwidth(magnitudesOf(samples, parameters), {
    sampleRate: SAMPLE_RATE,
    ...only(BANDWIDTH, parameters),
  }),
);
