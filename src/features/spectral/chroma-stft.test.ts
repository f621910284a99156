import golden from "./chroma-stft.golden.json" with { type: "json" };
import { CHROMA_STFT, chromaStft } from "./chroma-stft.ts";
import { only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import { magnitude, STFT, stft } from "../../signal/stft.ts";

testParity(golden, (samples, parameters: { power?: number }) => {
  const { power = 2 } = parameters;
  const spectrum = stft(samples, { hopLength: 512, ...only(STFT, parameters) });
  return chromaStft(magnitude(spectrum, { power }), {
    sampleRate: SAMPLE_RATE,
    ...only(CHROMA_STFT, parameters),
  });
});
