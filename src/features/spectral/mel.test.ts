import golden from "./mel.golden.json" with { type: "json" };
import { type MelOptions, melSpectrogram } from "./mel.ts";
import { magnitudesOf, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import type { StftOptions } from "../../signal/stft.ts";

testParity(golden, (samples, options: StftOptions & MelOptions) =>
  melSpectrogram(magnitudesOf(samples, options), SAMPLE_RATE, options),
);
