import golden from "./poly-features.golden.json" with { type: "json" };
import { type PolyFeaturesOptions, polyFeatures } from "./poly-features.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import type { StftOptions } from "../../signal/stft.ts";

testParity(golden, (samples, options: StftOptions & PolyFeaturesOptions) =>
  polyFeatures(magnitudesOf(samples, options), SAMPLE_RATE, options),
);
