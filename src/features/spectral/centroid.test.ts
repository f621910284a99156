import golden from "./centroid.golden.json" with { type: "json" };
import { spectralCentroid } from "./centroid.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import type { StftOptions } from "../../signal/stft.ts";

testParity(golden, (samples, options: StftOptions) =>
  spectralCentroid(magnitudesOf(samples, options), SAMPLE_RATE),
);
