import golden from "./cqt.golden.json" with { type: "json" };
import { constantQ, type ConstantQOptions } from "./cqt.ts";
import { SAMPLE_RATE, testParity } from "../features/parity.fixture.ts";

testParity(golden, (samples, options: ConstantQOptions) =>
  constantQ(samples, SAMPLE_RATE, options),
);
