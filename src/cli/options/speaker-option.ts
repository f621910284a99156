import { Option } from "commander";
import { readJson } from "../../node/files/json-file.ts";
import { loadModel } from "../../node/load-model.ts";
import type { SpeakerProfile } from "../../models/adaptation/speaker-profile.ts";
import type { EmotionModel } from "../../prediction/emotion-model.ts";

/** `--speaker` of a command. */
export interface SpeakerOptions {
  readonly speaker?: string;
}

/** `--speaker`: predictions for one speaker. */
export function speakerOption(): Option {
  return new Option(
    "--speaker <file>",
    "adapt the model to the speaker whose profile affekt calibrate wrote",
  );
}

/**
 * Loads a model, adapted to a speaker where a profile's file is given.
 * @throws {AffektError} as `loadModel`, `readJson` and `EmotionModel.adaptTo`.
 */
export async function loadSpeakerModel(
  model: string | undefined,
  { speaker }: SpeakerOptions,
): Promise<EmotionModel> {
  if (speaker === undefined) return loadModel(model);
  const profile = await readProfile(speaker);
  const loaded = await loadModel(model);
  try {
    return await loaded.adaptTo(profile, speaker);
  } finally {
    await loaded.release();
  }
}

/** The profile of a speaker in a file. @throws as `readJson` */
export async function readProfile(file: string): Promise<SpeakerProfile> {
  return (await readJson(file)) as SpeakerProfile;
}
