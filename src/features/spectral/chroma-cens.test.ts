import golden from "./chroma-cens.golden.json" with { type: "json" };
import { chromaCens, type ChromaCensOptions } from "./chroma-cens.ts";
import { SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, options: Omit<ChromaCensOptions, "sampleRate">) =>
  chromaCens(samples, { sampleRate: SAMPLE_RATE, ...options }),
);
