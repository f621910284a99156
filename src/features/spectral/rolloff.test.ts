import golden from "./rolloff.golden.json" with { type: "json" };
import { type RolloffOptions, spectralRolloff } from "./rolloff.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import type { StftOptions } from "../../signal/stft.ts";

testParity(golden, (samples, options: StftOptions & RolloffOptions) =>
  spectralRolloff(magnitudesOf(samples, options), SAMPLE_RATE, options),
);
