import golden from "./contrast.golden.json" with { type: "json" };
import { type ContrastOptions, spectralContrast } from "./contrast.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import type { StftOptions } from "../../signal/stft.ts";

testParity(golden, (samples, options: StftOptions & ContrastOptions) =>
  spectralContrast(magnitudesOf(samples, options), SAMPLE_RATE, options),
);
