import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Recording } from "../corpora/recording.ts";
import { openSources } from "./sources/sources.ts";

/** Copies recordings of the sample that the repository ships into a folder, under their own names. */
export async function copySample(
  folder: string,
  isWanted: (recording: Recording) => boolean,
): Promise<void> {
  const { recordings, close } = await openSources(["ravdess-sample"]);
  for (const { path, read } of recordings.filter(isWanted)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await read());
  }
  await close();
}
