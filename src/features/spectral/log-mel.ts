import { POWER_TO_DB, powerToDb } from "../../signal/decibel.ts";
import { descriptor } from "../descriptor.ts";
import { MEL_BANDS, melBandColumns } from "./mel.ts";

/** `powerToDb` of `melSpectrogram` in feature sets. */
export const logMelDescriptor = descriptor({
  prefix: "logmel",
  parameters: { ...MEL_BANDS, ...POWER_TO_DB.entries },
  columns: (options, audio) => melBandColumns(options, audio, "level", "dB"),
  frames: (clip, { ref, amin, topDb, ...bands }) => {
    const power = clip.mel(bands);
    return { ...power, data: powerToDb(power.data, { ref, amin, topDb }) };
  },
});
