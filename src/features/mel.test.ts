import { type MelOptions, melSpectrogram } from "./mel.ts";
import golden from "./mel.golden.json" with { type: "json" };
import { testParity } from "./parity.fixture.ts";
import { magnitude, stft, type StftOptions } from "./stft.ts";

testParity(golden, (samples, options: StftOptions & MelOptions) =>
  melSpectrogram(magnitude(stft(samples, options)), 22_050, options),
);
