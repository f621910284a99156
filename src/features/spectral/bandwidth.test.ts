import golden from "./bandwidth.golden.json" with { type: "json" };
import { type BandwidthOptions, spectralBandwidth } from "./bandwidth.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import type { StftOptions } from "../../signal/stft.ts";

testParity(golden, (samples, options: StftOptions & BandwidthOptions) =>
  spectralBandwidth(magnitudesOf(samples, options), SAMPLE_RATE, options),
);
