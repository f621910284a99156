import golden from "./flatness.golden.json" with { type: "json" };
import { FLATNESS, spectralFlatness } from "./flatness.ts";
import { magnitudesOf, only, testParity } from "../parity.fixture.ts";

testParity(golden, (samples, parameters: object) =>
  spectralFlatness(magnitudesOf(samples, parameters), only(FLATNESS, parameters)),
);
