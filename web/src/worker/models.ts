import { loadEncoder } from "../../../src/browser/browser-encoder.ts";
import { loadModel } from "../../../src/browser/load-model.ts";
import { isAdaptable } from "../../../src/models/adaptation/speaker-adaptation.ts";
import type { SpeakerProfile } from "../../../src/models/adaptation/speaker-profile.ts";
import { fromCallback } from "../../../src/parallel/from-callback.ts";
import type { EmotionModel } from "../../../src/prediction/emotion-model.ts";
import { downloadAll } from "./downloads.ts";

/** What to load: a model file of the user's, or by default the model that ships. */
export interface LoadInput {
  readonly file?: File | undefined;
}

/** What the page shows of a model. */
export interface ModelFacts {
  /** The file's name; undefined for the model that ships. */
  readonly name: string | undefined;
  readonly labels: readonly string[];
  /** The largest probability from which on an answer is sure. */
  readonly threshold: number | undefined;
  readonly isAdaptable: boolean;
}

let shipped: EmotionModel | undefined;
let chosen: EmotionModel | undefined;
let adapted: EmotionModel | undefined;

/** The model that answers: the chosen one, for the speaker that it is adapted to. */
export function currentModel(): EmotionModel {
  return adapted ?? neutralModel();
}

/** The chosen model for speakers whom nobody knows. */
export function neutralModel(): EmotionModel {
  if (chosen === undefined) throw new Error("no model is loaded");
  return chosen;
}

/** Loads a model and makes it the chosen one, not adapted to anybody. */
export async function* loadModels({ file }: LoadInput): AsyncGenerator<number, ModelFacts, void> {
  if (shipped === undefined) {
    yield* fromCallback(downloadAll);
    [shipped] = await Promise.all([loadModel(), loadEncoder()]);
  }
  const next = file === undefined ? shipped : await loadModel(file, { name: file.name });
  await adaptTo(undefined);
  if (chosen !== shipped) await chosen?.release();
  chosen = next;
  const { labels, threshold, info } = next;
  return {
    name: file?.name,
    labels,
    threshold,
    isAdaptable: isAdaptable(info.model),
  };
}

/** Adapts the chosen model to a speaker, or back to everybody. */
export async function adaptTo(profile: SpeakerProfile | undefined): Promise<void> {
  const next = profile === undefined ? undefined : await neutralModel().adaptTo(profile);
  await adapted?.release();
  adapted = next;
}
