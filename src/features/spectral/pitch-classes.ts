import { type DescriptorColumn, numberedColumns } from "../descriptor.ts";

/** The twelve pitch classes of a chromagram, in its order. */
export const PITCH_CLASSES = [
  "C",
  "C#",
  "D",
  "D#",
  "E",
  "F",
  "F#",
  "G",
  "G#",
  "A",
  "A#",
  "B",
] as const;

/** The columns of a chromagram. */
export function pitchClassColumns({ nChroma }: { readonly nChroma: number }): DescriptorColumn[] {
  const describe = (name: string | number): string =>
    `strength of the pitch class ${name} relative to the strongest`;
  if (nChroma !== PITCH_CLASSES.length) return numberedColumns(nChroma, "", describe);
  return PITCH_CLASSES.map((name) => ({ suffix: name, description: describe(name), unit: "" }));
}
