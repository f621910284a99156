import type { Calibration } from "../splits/calibration.ts";

/** What models were adapted to, in words. */
export function calibrationInWords({ clips, draws, transductive }: Calibration): string {
  return transductive
    ? "transductive: adapted to each test speaker by the tested clips themselves, without their labels"
    : `adapted to each test speaker by ${clips} other clip${clips === 1 ? "" : "s"} without labels, mean over ${draws} draws`;
}
