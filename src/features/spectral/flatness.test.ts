import golden from "./flatness.golden.json" with { type: "json" };
import { type FlatnessOptions, spectralFlatness } from "./flatness.ts";
import { magnitudesOf, testParity } from "../parity.fixture.ts";
import type { StftOptions } from "../../signal/stft.ts";

testParity(golden, (samples, options: StftOptions & FlatnessOptions) =>
  spectralFlatness(magnitudesOf(samples, options), options),
);
