import harmonicGolden from "./harmonic.golden.json" with { type: "json" };
import golden from "./hpss.golden.json" with { type: "json" };
import {
  harmonic,
  type HarmonicOptions,
  hpss,
  percussive,
  type SeparationOptions,
} from "./hpss.ts";
import { asFrames, magnitudesOf, testParity } from "../features/parity.fixture.ts";
import percussiveGolden from "./percussive.golden.json" with { type: "json" };

// the harmonic part's bins, then the percussive part's
testParity(golden, (samples, options: SeparationOptions & { mask?: boolean }) => {
  const parts = hpss(magnitudesOf(samples, {}), options);
  const { count, width } = parts.harmonic;
  const data = new Float32Array(count * 2 * width);
  for (let f = 0; f < count; f++) {
    for (const [i, part] of [parts.harmonic, parts.percussive].entries()) {
      data.set(part.data.subarray(f * width, (f + 1) * width), (2 * f + i) * width);
    }
  }
  return { data, count, width: 2 * width };
});

testParity(harmonicGolden, (samples, options: HarmonicOptions) =>
  asFrames(harmonic(samples, options)),
);

testParity(percussiveGolden, (samples, options: HarmonicOptions) =>
  asFrames(percussive(samples, options)),
);
