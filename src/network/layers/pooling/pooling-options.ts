import { choice } from "../../../options/schema.ts";

/** The padding of a pooling. */
export const POOL_PADDING = choice(["valid", "same"], {
  text: "padding around the input, which is ignored: none (valid), or enough that only the strides shorten it (same)",
});
