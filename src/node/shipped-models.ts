import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Augmentation } from "../augmentation/augmentation.ts";
import { AffektError } from "../errors.ts";

const PACKAGE = new URL("../../", import.meta.url);

/** The models that ship, by name: `default` inside the package, `ravdess-8` made by `npm start` from the recordings of the repository. */
export const SHIPPED_MODELS = ["default", "ravdess-8"] as const;

/** The name of a model that ships. */
export type ShippedModel = (typeof SHIPPED_MODELS)[number];

/** The date in the files of models that ship, so that the same training gives the same bytes. */
export const SHIPPED_DATE = "2026-12-01T00:00:00.000Z";

/** The augmented copies that models that ship learn from, of a third of the clips: noise, a room or a telephone line. */
export const SHIPPED_AUGMENTATION: Augmentation = {
  noise: { snr: [5, 20] },
  room: { rt60: [0.2, 0.8] },
  bandLimit: { codec: "mu-law" },
  combine: "one",
  share: 0.3333,
};

/** The folder that `npm start` writes. */
export const QUICKSTART_FOLDER = "affekt-quickstart";

/** Whether a model that ships is asked for. */
export function isShipped(name: string): name is ShippedModel {
  return (SHIPPED_MODELS as readonly string[]).includes(name);
}

/**
 * The file of a model that ships.
 * @throws {AffektError} `not-found` where `ravdess-8` has not been made.
 */
export function shippedFile(name: ShippedModel): string {
  if (name === "default") return fileURLToPath(new URL("models/default.onnx", PACKAGE));
  const places = [
    join(QUICKSTART_FOLDER, `${name}.onnx`),
    fileURLToPath(new URL(`${QUICKSTART_FOLDER}/${name}.onnx`, PACKAGE)),
  ];
  const found = places.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new AffektError(
    "not-found",
    `${name} does not exist yet; run npm start in Affekt's repository, which writes ${places[0]}`,
  );
}

/** Whether the first of several inputs is a model rather than a recording: by its name, or its content. */
export async function isModel(input: string): Promise<boolean> {
  if (isShipped(input) || extname(input).toLowerCase() === ".onnx") return true;
  const bytes = await readFile(input).catch(() => undefined);
  // ONNX begins with its IR version (field 1), Affekt's files continue with the producer's name (field 2)
  return bytes?.[0] === 0x08 && bytes[1]! < 0x20 && bytes[2] === 0x12;
}
