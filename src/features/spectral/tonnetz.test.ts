import { chromaCqt, type ChromaCqtOptions } from "./chroma-cqt.ts";
import { type ChromaOptions, chromaStft } from "./chroma-stft.ts";
import { SAMPLE_RATE, testParity } from "../parity.fixture.ts";
import { magnitude, stft, type StftOptions } from "../../signal/stft.ts";
import ofCqt from "./tonnetz-cqt.golden.json" with { type: "json" };
import golden from "./tonnetz.golden.json" with { type: "json" };
import { tonnetz } from "./tonnetz.ts";

testParity(golden, (samples, options: ChromaOptions & StftOptions) => {
  const power = magnitude(stft(samples, { hopLength: 512, ...options }), { power: 2 });
  return tonnetz(chromaStft(power, SAMPLE_RATE, options));
});

testParity(ofCqt, (samples, options: ChromaCqtOptions) =>
  tonnetz(chromaCqt(samples, SAMPLE_RATE, options)),
);
