import { chromaCqt, type ChromaCqtOptions } from "./chroma-cqt.ts";
import { CHROMA_STFT, chromaStft } from "./chroma-stft.ts";
import { only, SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import { magnitude, STFT, stft } from "../../signal/stft.ts";
import ofCqt from "./tonnetz-cqt.golden.json" with { type: "json" };
import golden from "./tonnetz.golden.json" with { type: "json" };
import { tonnetz } from "./tonnetz.ts";

testParity(golden, (samples, parameters: object) => {
  const spectrum = stft(samples, { hopLength: 512, ...only(STFT, parameters) });
  const power = magnitude(spectrum, { power: 2 });
  return tonnetz(chromaStft(power, { sampleRate: SAMPLE_RATE, ...only(CHROMA_STFT, parameters) }));
});

testParity(ofCqt, (samples, options: Omit<ChromaCqtOptions, "sampleRate">) =>
  tonnetz(chromaCqt(samples, { sampleRate: SAMPLE_RATE, ...options })),
);
