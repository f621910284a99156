import golden from "./chroma-cqt.golden.json" with { type: "json" };
import { chromaCqt, type ChromaCqtOptions } from "./chroma-cqt.ts";
import { SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, options: Omit<ChromaCqtOptions, "sampleRate">) =>
  chromaCqt(samples, { sampleRate: SAMPLE_RATE, ...options }),
);
