import { choice } from "../../../options/schema.ts";

/** The padding of a pooling. */
export const POOL_PADDING = choice(["valid", "same"], {
  text: "zeros around the input, which do not count: none (valid), so many that only the strides shorten it (same)",
});
