import { effect, signal } from "@preact/signals";
import { encodeWav } from "../../../src/audio/pcm/wav-write.ts";
import { decode } from "./decode.ts";
import { type Recording, selected } from "./recordings.ts";

const audio = new Audio();
audio.preload = "auto";

/** The place in the recording that is shown, in seconds. */
export const position = signal(0);
/** Whether it plays. */
export const isPlaying = signal(false);
/** Its speed; 1 is that of the recording. */
export const speed = signal(1);

let current: Recording | undefined;
let isConverted = false;

effect(() => {
  const next = selected.value;
  if (next?.id === current?.id) return;
  audio.pause();
  if (audio.src !== "") URL.revokeObjectURL(audio.src);
  current = next;
  isConverted = false;
  position.value = 0;
  if (next === undefined) audio.removeAttribute("src");
  else audio.src = URL.createObjectURL(next.file);
});
effect(() => {
  audio.playbackRate = speed.value;
});

audio.addEventListener("play", () => {
  isPlaying.value = true;
  follow();
});
for (const type of ["pause", "ended"]) {
  audio.addEventListener(type, () => (isPlaying.value = false));
}
audio.addEventListener("loadedmetadata", () => {
  audio.currentTime = position.value;
  audio.playbackRate = speed.value;
});
audio.addEventListener("error", () => void convert());

/** Plays or pauses. */
export function togglePlay(): void {
  if (!audio.paused) audio.pause();
  else audio.play().catch(() => {}); // told by the event
}

/** Moves to a place, in seconds. */
export function seek(seconds: number): void {
  const end = current?.timeline?.durationSeconds ?? seconds;
  position.value = Math.max(0, Math.min(end, seconds));
  if (audio.readyState > 0) audio.currentTime = position.value;
}

function follow(): void {
  if (audio.paused) return;
  position.value = audio.currentTime;
  requestAnimationFrame(follow);
}

/** A format that Affekt decodes and the browser does not play, such as AIFF, is played as WAV. */
async function convert(): Promise<void> {
  const recording = current;
  if (recording === undefined || isConverted) return;
  isConverted = true;
  try {
    const wav = encodeWav(await decode(recording.file, recording.name));
    if (recording.id !== current?.id) return;
    URL.revokeObjectURL(audio.src);
    audio.src = URL.createObjectURL(new Blob([wav]));
  } catch {
    // what nobody decodes is shown as an error of its analysis
  }
}
