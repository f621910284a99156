import { Option } from "commander";
import { CALIBRATION_DRAWS, type CalibrationClips } from "../../splits/calibration.ts";
import { wholeNumber } from "./options.ts";

/** `--calibration-clips` of a command. */
export interface CalibrationOptions {
  readonly calibrationClips?: CalibrationClips;
}

/** `--calibration-clips`: adapts models to each test speaker. */
export function calibrationOption(): Option {
  const parse = wholeNumber(1);
  return new Option(
    "--calibration-clips <n>",
    `adapt the model to each test speaker by so many of the speaker's clips, drawn ${CALIBRATION_DRAWS} times without their labels and not tested then; \`all\`: by the tested clips themselves, which is transductive`,
  ).argParser((text): CalibrationClips => (text === "all" ? text : parse(text)));
}
