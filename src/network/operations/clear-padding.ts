import type { Operation } from "../operation.ts";

/** Sets padding to zero, so that windows that reach into it see what they see beyond the end of a sequence. */
export const clearPadding: Operation = {
  kind: "clearPadding",
  output: (input) => input,
  emit: ({ input, padding }, x) => ({
    output: padding!.clear(x, input),
    backward: (gradient) => ({ inputs: [padding!.clear(gradient, input)] }),
  }),
};
