import type { SpeakerProfile } from "../../../src/models/adaptation/speaker-profile.ts";
import type { AudioData } from "../../../src/audio/audio-data.ts";
import { adaptTo, neutralModel } from "./models.ts";

/** Clips of one speaker, all with their emotion or none. */
export interface CalibrationInput {
  readonly clips: readonly {
    readonly sound: Pick<AudioData, "channels" | "sampleRate">;
    readonly name: string;
    readonly emotion?: string | undefined;
  }[];
}

/** Trains the head of the model on clips of a speaker, and uses it from now on. */
export async function calibrate({ clips }: CalibrationInput): Promise<SpeakerProfile> {
  const model = neutralModel();
  const emotions = clips.flatMap(({ emotion }) => emotion ?? []);
  const profile = await model.calibrate(
    clips.map(({ sound }) => sound),
    emotions.length === clips.length ? { emotions } : {},
  );
  await adaptTo(profile);
  return profile;
}
