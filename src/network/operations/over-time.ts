import type { Operation } from "../operation.ts";
import { checkRank } from "../layers/rank.ts";
import { reshapeTo } from "../layers/reshaping/reshape.ts";
import type { WindowOptions } from "./geometry.ts";

/** The windows along a width of 1. */
export const NO_WIDTH: WindowOptions = {
  kernelSize: 1,
  strides: 1,
  dilationRate: 1,
  padding: "valid",
};

/** What an operation over images does to [time, channels], taken as images of width 1. */
export function overTime(operation: Operation): Operation[] {
  const widen = reshapeTo((input) => {
    checkRank(input, ["time", "channels"]);
    return [input[0]!, 1, input[1]!];
  });
  return [widen, operation, reshapeTo(([time = 0, , channels = 0]) => [time, channels])];
}
