import { signal } from "@preact/signals";
import type { SpeakerProfile } from "../../../src/models/adaptation/speaker-profile.ts";
import { decode } from "./decode.ts";
import { asError, engine } from "./engine.ts";
import { analyseAll } from "./recordings.ts";

/** A clip of the user's voice. */
export interface VoiceClip {
  readonly id: number;
  readonly name: string;
  readonly file: Blob;
  /** Undefined where it is not known. */
  readonly emotion?: string | undefined;
}

/** The clips of the user's voice. */
export const voiceClips = signal<readonly VoiceClip[]>([]);
/** What the model knows of the user's voice. */
export const profile = signal<SpeakerProfile | undefined>(undefined);
/** Whether it is being calibrated. */
export const isCalibrating = signal(false);
/** Why it could not be. */
export const voiceError = signal<Error | undefined>(undefined);
/** Whether the profile is kept for the next visit. */
export const isRemembered = signal(false);

const KEY = "affekt-voice";
let lastId = 0;

/** Adds clips of the user's voice. */
export function addVoiceClips(
  clips: readonly { readonly name: string; readonly file: Blob }[],
): void {
  const added = clips.map(({ name, file }) => {
    lastId++;
    return { id: lastId, name, file };
  });
  voiceClips.value = [...voiceClips.value, ...added];
}

/** Removes a clip. */
export function removeVoiceClip(id: number): void {
  voiceClips.value = voiceClips.value.filter((clip) => clip.id !== id);
}

/** Says which emotion a clip has. */
export function labelVoiceClip(id: number, emotion: string | undefined): void {
  voiceClips.value = voiceClips.value.map((clip) => (clip.id === id ? { ...clip, emotion } : clip));
}

/** Trains the head of the model on the clips, and analyses all recordings again. */
export async function calibrate(): Promise<void> {
  await change(async () => {
    const decoded = voiceClips.value.map(async ({ name, file, emotion }) => {
      return { name, emotion, sound: await decode(file, name) };
    });
    const clips = await Promise.all(decoded);
    profile.value = await engine.run("calibrate", { clips });
    keep();
  });
}

/** Uses a profile that was saved. */
export async function adaptTo(given: SpeakerProfile): Promise<void> {
  await change(async () => {
    await engine.run("adapt", given);
    profile.value = given;
  });
}

/** Forgets the user's voice: profile and clips, here and in what is kept. */
export async function forgetVoice(): Promise<void> {
  localStorage.removeItem(KEY);
  isRemembered.value = false;
  voiceClips.value = [];
  await change(async () => {
    await engine.run("adapt", undefined);
    profile.value = undefined;
  });
}

/** Keeps the profile for the next visit, or no longer. */
export function remember(isKept: boolean): void {
  isRemembered.value = isKept;
  keep();
}

/** Uses the profile that was kept, where there is one. */
export async function recallVoice(): Promise<void> {
  const kept = localStorage.getItem(KEY);
  if (kept === null) return;
  const given = parsed(kept);
  isRemembered.value = given !== undefined;
  if (given === undefined) localStorage.removeItem(KEY);
  else await adaptTo(given);
}

/** Undefined where it is damaged. */
function parsed(kept: string): SpeakerProfile | undefined {
  try {
    return JSON.parse(kept) as SpeakerProfile;
  } catch {
    return undefined;
  }
}

/** The profile of another model is not used. */
export function dropVoice(): void {
  profile.value = undefined;
}

function keep(): void {
  if (isRemembered.value && profile.value !== undefined) {
    localStorage.setItem(KEY, JSON.stringify(profile.value));
  } else localStorage.removeItem(KEY);
}

async function change(work: () => Promise<void>): Promise<void> {
  isCalibrating.value = true;
  voiceError.value = undefined;
  try {
    await work();
    analyseAll();
  } catch (error) {
    voiceError.value = asError(error);
  } finally {
    isCalibrating.value = false;
  }
}
