import golden from "./contrast.golden.json" with { type: "json" };
import { CONTRAST, spectralContrast } from "./contrast.ts";
import { magnitudesOf, only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, parameters: object) =>
  spectralContrast(magnitudesOf(samples, parameters), {
    sampleRate: SAMPLE_RATE,
    ...only(CONTRAST, parameters),
  }),
);
