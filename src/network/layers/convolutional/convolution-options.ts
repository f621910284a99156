import type * as v from "valibot";
import { choice, integer, withDefault } from "../../../options/schema.ts";
import { pair, pairOf } from "../pair.ts";
import type { WindowShape } from "../../operations/windows/window-grid.ts";

/** The number of filters of a convolution. */
export const FILTERS = { filters: integer({ text: "number of filters", min: 1 }) };

/** The groups of channels of a convolution. */
export const GROUPS = {
  groups: withDefault(
    integer({ text: "groups of channels, each with filters of its own", min: 1 }),
    1,
  ),
};

/** The number of filters for each channel of a depthwise convolution. */
export const DEPTH_MULTIPLIER = {
  depthMultiplier: withDefault(integer({ text: "filters for each channel", min: 1 }), 1),
};

const PADDING =
  "zeros around the input: none (valid), or enough that only the strides shorten it (same)";

/** The windows of a convolution over time, by Keras' names and with its defaults. */
export const WINDOWS_1D = {
  kernelSize: integer({ text: "frames of the kernel", min: 1 }),
  strides: withDefault(integer({ text: "frames between windows", min: 1 }), 1),
  padding: withDefault(
    choice(["valid", "same", "causal"], { text: `${PADDING} or all before it (causal)` }),
    "valid",
  ),
  dilationRate: withDefault(
    integer({ text: "frames between the elements of the kernel", min: 1 }),
    1,
  ),
};

/** The windows of a convolution over images, by Keras' names and with its defaults. */
export const WINDOWS_2D = {
  kernelSize: pair("height and width of the kernel"),
  strides: withDefault(pair("places between windows"), 1),
  padding: withDefault(choice(["valid", "same"], { text: PADDING }), "valid"),
  dilationRate: withDefault(pair("places between the elements of the kernel"), 1),
};

/** The windows that `WINDOWS_2D` describes, along height and width. */
export function windowsOf(options: {
  readonly [Name in keyof typeof WINDOWS_2D]: v.InferOutput<(typeof WINDOWS_2D)[Name]>;
}): [WindowShape, WindowShape] {
  const { padding } = options;
  const [kernelSize, strides, dilationRate] = [
    options.kernelSize,
    options.strides,
    options.dilationRate,
  ].map(pairOf);
  const along = (i: 0 | 1): WindowShape => ({
    kernelSize: kernelSize![i],
    strides: strides![i],
    dilationRate: dilationRate![i],
    padding,
  });
  return [along(0), along(1)];
}
