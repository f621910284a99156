import { signal } from "@preact/signals";
import { asError, loadModel } from "./engine.ts";
import { live } from "./live.ts";
import { addRecordings, analyseAll } from "./recordings.ts";
import { dropVoice } from "./voice.ts";

/** Why a model file was not taken. */
export const ownModelError = signal<Error | undefined>(undefined);

/** Takes files that were chosen or dropped: models replace the model, all others are recordings. */
export function takeFiles(files: readonly File[]): void {
  const isModel = ({ name }: File): boolean => name.toLowerCase().endsWith(".onnx");
  const own = files.find(isModel);
  if (own !== undefined) void changeModel(own);
  addRecordings(files.filter((file) => !isModel(file)));
}

/** Answers by a model file of the user's, or by the one that ships, and analyses all recordings again. */
export async function changeModel(file: File | undefined): Promise<void> {
  ownModelError.value = undefined;
  if (live.value !== undefined) {
    ownModelError.value = new Error("the model cannot be changed while the microphone is open");
    return;
  }
  try {
    await loadModel(file);
    dropVoice();
    analyseAll();
  } catch (error) {
    ownModelError.value = asError(error);
  }
}
