import { readFile } from "node:fs/promises";
import { readModelInfo } from "../models/file/decode-model.ts";
import type { ModelInfo } from "../models/file/model-info.ts";

/** What a model's file says about it. */
export async function infoOf(file: string): Promise<ModelInfo> {
  return readModelInfo(await readFile(file), { name: file });
}

/** A model's bytes with the moment of its making blotted out. */
export async function timeless(file: string): Promise<string> {
  const { created } = await infoOf(file);
  return (await readFile(file)).toString("latin1").replace(created, "");
}
