import golden from "./centroid.golden.json" with { type: "json" };
import { spectralCentroid } from "./centroid.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, parameters: object) =>
  spectralCentroid(magnitudesOf(samples, parameters), { sampleRate: SAMPLE_RATE }),
);
