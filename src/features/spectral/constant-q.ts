import { CONSTANT_Q, constantQ } from "../../signal/cqt.ts";
import { descriptor, numberedColumns } from "../descriptor.ts";

const {
  hopLength: _hopLength,
  window: _window,
  padMode: _padMode,
  ...PARAMETERS
} = CONSTANT_Q.entries;

/** `constantQ` in feature sets. */
export const constantQDescriptor = descriptor({
  prefix: "cqt",
  parameters: PARAMETERS,
  columns: ({ fmin, nBins, binsPerOctave, tuning }) =>
    numberedColumns(nBins, "", (i) => {
      const hz = fmin * 2 ** ((i + tuning) / binsPerOctave);
      return `magnitude of the constant-Q transform at ${hz.toFixed(1)} Hz`;
    }),
  frames: ({ samples, sampleRate, framing: { hopLength } }, options) =>
    constantQ(samples, { sampleRate, ...options, hopLength }),
});
