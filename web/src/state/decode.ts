import type { AudioData } from "../../../src/audio/audio-data.ts";
import { AffektError } from "../../../src/errors.ts";
import { engine } from "./engine.ts";

/** The samples of a recording. */
export type Samples = Pick<AudioData, "channels" | "sampleRate">;

/** In Hz. The browser resamples to it what it decodes. */
const BROWSER_RATE = 48_000;

/** Decodes a recording in the worker, or by the browser what Affekt has no decoder for. */
export async function decode(file: Blob, name: string): Promise<Samples> {
  try {
    return await engine.run("decode", { sound: file, name });
  } catch (error) {
    return decodeByBrowser(file, error);
  }
}

/**
 * Decodes by Web Audio, which workers do not have, what Affekt has no decoder for: WebM, M4A.
 * @throws `reason`, where that says something else, or where the browser cannot decode it either.
 */
export async function decodeByBrowser(file: Blob, reason: unknown): Promise<Samples> {
  const isUnknown =
    reason instanceof AffektError && ["unsupported", "unreadable"].includes(reason.code);
  if (!isUnknown) throw reason;
  const context = new OfflineAudioContext({ length: 1, sampleRate: BROWSER_RATE });
  const decoded = await context.decodeAudioData(await file.arrayBuffer()).catch(() => {
    throw reason;
  });
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, c) =>
    decoded.getChannelData(c),
  );
  return { channels, sampleRate: decoded.sampleRate };
}
