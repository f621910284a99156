import golden from "./chroma-cens.golden.json" with { type: "json" };
import { chromaCens, type ChromaCensOptions } from "./chroma-cens.ts";
import { SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, options: ChromaCensOptions) =>
  chromaCens(samples, SAMPLE_RATE, options),
);
