import golden from "./poly-features.golden.json" with { type: "json" };
import { POLY_FEATURES, polyFeatures } from "./poly-features.ts";
import { magnitudesOf, only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, parameters: object) =>
  polyFeatures(magnitudesOf(samples, parameters), {
    sampleRate: SAMPLE_RATE,
    ...only(POLY_FEATURES, parameters),
  }),
);
