import { AffektError } from "../../../errors.ts";
import type { ImageConvolutionOptions } from "../../operations/convolution/image-convolution.ts";

type KernelSizeOf = ImageConvolutionOptions["kernelSize"];

/** A kernel of `filters` filters over a field, for each of `groups` groups of channels. */
export function groupedKernel(
  field: readonly number[],
  filters: number,
  groups: number,
): KernelSizeOf {
  return (channels) => {
    for (const [what, count] of Object.entries({ channels, filters })) {
      if (count % groups === 0) continue;
      throw new AffektError("invalid-argument", `${groups} groups do not divide ${count} ${what}`);
    }
    return { groups, filters, shape: [...field, channels / groups, filters] };
  };
}

/** A kernel of `depthMultiplier` filters over a field for each channel. */
export function depthwiseKernel(field: readonly number[], depthMultiplier: number): KernelSizeOf {
  return (channels) => ({
    groups: channels,
    filters: channels * depthMultiplier,
    shape: [...field, channels, depthMultiplier],
  });
}
