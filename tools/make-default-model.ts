// Makes models/default.onnx again, to the bit on one machine: node tools/make-default-model.ts CREMA-D-FOLDER EMO-DB-FOLDER
import { fileURLToPath } from "node:url";
import { labelledClips } from "../src/datasets/labelled-clips.ts";
import { presetModel } from "../src/models/presets.ts";
import { trainModel } from "../src/models/training/train-model.ts";
import "../src/node/default-runtime.ts";
import { featureTable } from "../src/node/feature-table.ts";
import { saveModel } from "../src/node/save-model.ts";
import { SHIPPED_AUGMENTATION, SHIPPED_DATE } from "../src/node/shipped-models.ts";

const sources = process.argv.slice(2);
if (sources.length !== 2) throw new Error("give the folders of CREMA-D and EMO-DB");
const table = await featureTable(sources, {
  set: "speech",
  augmentation: SHIPPED_AUGMENTATION,
  cache: true,
  onWarning: console.warn,
});
const trained = await trainModel(labelledClips(table), { model: presetModel("speech") });
const file = fileURLToPath(new URL("../models/default.onnx", import.meta.url));
await saveModel({ ...trained, created: SHIPPED_DATE }, file);
