import golden from "./chroma-stft.golden.json" with { type: "json" };
import { type ChromaOptions, chromaStft } from "./chroma-stft.ts";
import { SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import { magnitude, stft, type StftOptions } from "../../signal/stft.ts";

interface Power {
  readonly power?: number;
}

testParity(golden, (samples, { power = 2, ...options }: ChromaOptions & StftOptions & Power) => {
  const spectrogram = magnitude(stft(samples, { hopLength: 512, ...options }), { power });
  return chromaStft(spectrogram, SAMPLE_RATE, options);
});
