import golden from "./cqt.golden.json" with { type: "json" };
import { constantQ, type ConstantQOptions } from "./cqt.ts";
import { SAMPLE_RATE, testParity } from "../features/parity.fixture.ts";

testParity(golden, (samples, options: Omit<ConstantQOptions, "sampleRate">) =>
  constantQ(samples, { sampleRate: SAMPLE_RATE, ...options }),
);
