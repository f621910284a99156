import golden from "./chroma-cqt.golden.json" with { type: "json" };
import { chromaCqt, type ChromaCqtOptions } from "./chroma-cqt.ts";
import { SAMPLE_RATE, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, options: ChromaCqtOptions) =>
  chromaCqt(samples, SAMPLE_RATE, options),
);
