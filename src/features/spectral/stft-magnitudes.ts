import type { DescribedAudio, DescriptorColumn } from "../descriptor.ts";
import { descriptor } from "../descriptor.ts";

/** `stftMagnitudes` in feature sets. */
export const stftMagnitudesDescriptor = descriptor({
  prefix: "spectrum",
  parameters: {},
  columns: (_, audio) => binColumns("magnitude of the spectrum", audio),
  frames: ({ magnitudes }) => magnitudes,
});

/** Columns of the bins of a spectrum. `part` begins their suffixes. */
export function binColumns(
  quantity: string,
  { sampleRate, framing: { nFft } }: DescribedAudio,
  part = "",
): DescriptorColumn[] {
  return Array.from({ length: nFft / 2 + 1 }, (_, k) => {
    const hz = Number(((k * sampleRate) / nFft).toFixed(1));
    return { suffix: `${part}${k}`, description: `${quantity} at ${hz} Hz`, unit: "" };
  });
}
