import { beforeAll, expect, test } from "vitest";
import { AffektError } from "../../errors.ts";
import { columnsOf } from "../../features/sets/columns.ts";
import { hashOf } from "../../features/sets/hash.ts";
import { featureSet } from "../../features/sets/sets.ts";
import type { Matrix } from "../../math/linear-algebra/matrix.ts";
import type { Runtime } from "../../network/runtime/runtime.ts";
import { nodeRuntime } from "../../node/native-runtime.ts";
import { predictTrained } from "../inference/predictor.ts";
import { makeBlobs, modelOf, train } from "../models.fixture.ts";
import { presetModel } from "../presets.ts";
import { readModelInfo } from "./decode-model.ts";
import { hostileModels } from "./hostile-models.fixture.ts";
import { LoadedModel } from "./loaded-model.ts";
import type { TrainedModel } from "./trained-model.ts";

const set = featureSet("classic-180");
const columns = columnsOf(set);
const rows = makeBlobs(24, columns.length, 3, 1);

let runtime: Runtime;
let model: TrainedModel;
let wanted: Matrix;
beforeAll(async () => {
  runtime = await nodeRuntime();
  const trained = await train({ ...rows, model: presetModel("mlp", { epochs: 2 }), runtime });
  model = { ...modelOf(trained), features: { set, hash: hashOf(set), columns } };
  wanted = await predictTrained(trained, rows.X, runtime);
});

/** The error, and the sessions that were made before it. */
async function load(bytes: Uint8Array): Promise<LoadedModel | AffektError> {
  let sessions = 0;
  const counting: Runtime = {
    name: "counting",
    createSession: (...given) => {
      sessions++;
      return runtime.createSession(...given);
    },
  };
  try {
    return await LoadedModel.load(bytes, { name: "evil.onnx", runtime: counting });
  } catch (error) {
    expect(sessions).toBe(0);
    expect(error).toBeInstanceOf(AffektError);
    return error as AffektError;
  }
}

test("a file that is not as Affekt writes it is refused before anything of it is run, or predicts as before", async () => {
  const files = hostileModels(model);
  expect(files.length).toBeGreaterThan(100);
  for (const { name, bytes, harmless = false, showable = harmless } of files) {
    const loaded = await load(bytes);
    if (loaded instanceof AffektError) {
      expect([name, harmless, loaded.code]).toEqual([
        name,
        false,
        showable ? "mismatch" : "unreadable",
      ]);
      expect(loaded.message).toMatch(/^evil\.onnx: .*(train|copy|update|take) /s);
      expect(loaded.message.length).toBeLessThan(600);
    } else {
      expect([name, harmless]).toEqual([name, true]);
      loaded.checkFeatures(set);
      expect([name, await loaded.predictProba(rows.X)]).toEqual([name, wanted]);
      await loaded.release();
    }
    expect([name, shows(bytes)]).toEqual([name, showable]);
  }
});

function shows(bytes: Uint8Array): boolean {
  try {
    readModelInfo(bytes, { name: "evil.onnx" });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "unreadable" });
    return false;
  }
}
