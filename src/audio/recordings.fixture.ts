import containers from "./containers.golden.json" with { type: "json" };
import decoded from "./decode.golden.json" with { type: "json" };
import rare from "./rare.golden.json" with { type: "json" };

/** A short recording and its samples as another decoder reads them. */
export interface GoldenRecording {
  readonly name: string;
  /** As `AudioData` names it. */
  readonly format: string;
  readonly sampleRate: number;
  /** Samples a channel. */
  readonly length: number;
  /** Every `stride`th sample, [channels, length / stride]. */
  readonly samples: readonly (readonly number[])[];
  readonly stride: number;
  readonly tolerance: number;
  readonly bytes: Uint8Array;
}

/** Recordings in every format, made by tools/make_audio_goldens.py. */
export const RECORDINGS: readonly GoldenRecording[] = [...decoded, ...containers, ...rare].map(
  (golden) => ({
    ...golden,
    bytes: Uint8Array.from(atob(golden.bytes), (letter) => letter.charCodeAt(0)),
  }),
);

/** A copy of the bytes of the recording of that name. */
export function recording(name: string): Uint8Array {
  const found = RECORDINGS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no recording ${name}`);
  return found.bytes.slice();
}
