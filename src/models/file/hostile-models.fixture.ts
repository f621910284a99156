import { PbfWriter } from "pbf";
import { inferenceGraph } from "../../network/graphs/inference-graph.ts";
import { buildNetwork } from "../build-network.ts";
import { encodeModel } from "./encode-model.ts";
import { infoOf, type TrainedModel } from "./trained-model.ts";

/** A file that differs from a good model's. */
export interface HostileModel {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether the change is harmless, so that the model predicts as before. */
  readonly harmless?: true;
  /** Whether the description and the weights are as they must be, so that they can be shown. */
  readonly showable?: true;
}

const FLOAT = 1;
const INT64 = 7;

/** Files that differ from that of a model on `classic-180`, each in one way. */
export function hostileModels(model: TrainedModel): HostileModel[] {
  return [
    ...descriptions(model),
    ...descriptionTexts(model),
    ...metadata(model),
    ...graphs(model),
    ...weights(model),
    ...cuts(model),
  ];
}

type Json = Record<string, unknown>;

/** The file of a model with another text as its description. */
function described(model: TrainedModel, text: string): Uint8Array {
  const { spec, inputShape, labels } = model;
  return inferenceGraph(buildNetwork(spec, { inputShape, classes: labels.length }), {
    parameters: model.parameters,
    ...(model.scaler && { scaler: model.scaler }),
    metadata: { affekt: text },
  });
}

const REMOVED = Symbol("removed");

/** A copy of JSON with another value at a path. */
function changed(info: Json, [key = "", ...rest]: readonly string[], value: unknown): Json {
  const copy = (Array.isArray(info) ? [...(info as unknown[])] : { ...info }) as Json;
  if (rest.length > 0) copy[key] = changed(copy[key] as Json, rest, value);
  else if (value === REMOVED) delete copy[key];
  else copy[key] = value;
  return copy;
}

function descriptions(model: TrainedModel): HostileModel[] {
  const info = JSON.parse(JSON.stringify(infoOf(model))) as Json;
  const { labels } = model;
  const others = (first: unknown): unknown[] => [first, ...labels.slice(1)];
  const sets: Readonly<Record<string, unknown>> = {
    "features.set.descriptors.0.nMfcc": 1e9,
    "features.set.descriptors.0.name": "constructor",
    "features.set.descriptors": [null],
    "features.set.descriptors.0.statistics": ["__proto__"],
    "features.set.framing.nFft": 2 ** 30,
    "features.set.trim": { frameLength: 2 ** 30 },
    "features.set.framing.window": "constructor",
    "features.set.sampleRate": 1e15,
    "features.set.version": 77,
  };
  const values: readonly (readonly [path: string, ...values: unknown[]])[] = [
    ["training", {}, [], null, REMOVED],
    ["training.speakers", REMOVED, [1, 2], "abc"],
    ["training.history", null, {}, { loss: ["a"] }, { loss: [] }, { loss: [1] }],
    ["training.sources", null, [5], [{ name: "x", clips: -1, speakers: 0 }]],
    ["training.augmentation", { noise: 5 }, "x", {}],
    ["training.validationSpeakers", "abc"],
    ["training.clipHashes", null, ["xyz"], Array(3).fill("0".repeat(16))],
    ["training.seed", { a: 1 }, 0.5],
    ["training.epochs", -1, 1e300, 3],
    ["training.bestEpoch", 0, 99],
    ["created", 5, REMOVED, "yesterday", "2026-99-99T00:00:00Z"],
    ["labels", [], ["a"], Array.from({ length: 50 }, (_, i) => String(i)), null],
    ["labels", labels.map(() => "angry"), others(""), others("x".repeat(5_000_000)), others(7)],
    ["labels", others("\u001b[2Jangry"), others("\n\nroot"), others("\u202egnp.exe")],
    ["features", null, {}, []],
    ["features.columns", ["a"], Array.from({ length: 200_000 }, (_, i) => String(i)), []],
    ["features.clipSeconds", 1e12, -1, "3", 3],
    ["features.hash", 7, REMOVED, "f".repeat(15)],
    ["features.set", {}, null, REMOVED],
    ["features.set.framing.hopLength", 0, 0.5],
    ["features.set.sampleRate", 0],
    ["features.set.descriptors", Array.from({ length: 60_000 }, () => ({ name: "mfcc" }))],
    ["model", {}, null, "mlp", { kind: "ensemble", settings: { members: [] } }],
    ["model.kind", "__proto__", "constructor", "cnn", "tcn", "ensemble"],
    ["model.settings", null, [], { hiddenLayerSizes: [1e9] }, { hiddenLayerSizes: [1_000_000] }],
    ["model.settings.hiddenLayerSizes", Array(99).fill(300), Array(1e6).fill(1), [301]],
    ["model.settings.loss", { name: "constructor" }],
    ["evaluation", { protocol: 1, speakerDependent: 0, scores: { a: "b" } }, "x"],
    ["formatVersion", 3, 2.5, 1, "2", null],
    ["unknown", 1],
  ];
  return [
    ...values.flatMap(([path, ...all]) =>
      all.map((value, i): HostileModel => ({
        name: `${path} ${i}`,
        bytes: described(model, JSON.stringify(changed(info, path.split("."), value))),
      })),
    ),
    ...Object.entries(sets).map(([path, value]): HostileModel => ({
      name: path,
      bytes: described(model, JSON.stringify(changed(info, path.split("."), value))),
      showable: true,
    })),
    {
      name: "labels of Object.prototype",
      bytes: described(
        model,
        JSON.stringify(changed(info, ["labels"], ["__proto__", "constructor", "toString"])),
      ),
      harmless: true,
    },
    {
      name: "labels of markup",
      bytes: described(
        model,
        JSON.stringify(changed(info, ["labels"], ["<script>", "=cmd()", "a,b"])),
      ),
      harmless: true,
    },
    { name: "the same", bytes: encodeModel(model), harmless: true },
  ];
}

function descriptionTexts(model: TrainedModel): HostileModel[] {
  const text = JSON.stringify(infoOf(model));
  const texts: Readonly<Record<string, string>> = {
    "no JSON": "hello",
    "half of it": text.slice(0, text.length / 2),
    null: "null",
    "an own __proto__": `${text.slice(0, -1)},"__proto__":{"labels":["pwned"]}}`,
    "deep, not closed": "[".repeat(2_000_000),
    "deep, closed": `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
    "deep within": text.replace('"labels":', `"x":${'{"a":'.repeat(9999)}1${"}".repeat(9999)},$&`),
    "a zero in a label": text.replace("class 0", String.raw`class\u00000`),
    empty: "",
  };
  return Object.entries(texts).map(([name, text]) => ({ name, bytes: described(model, text) }));
}

/** The bytes of an entry of `metadata_props`. */
function entry(key: string, value: string): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeMessage(
    14,
    (_, pbf) => {
      pbf.writeStringField(1, key);
      pbf.writeStringField(2, value);
    },
    null,
  );
  return pbf.finish();
}

function metadata(model: TrainedModel): HostileModel[] {
  const good = encodeModel(model);
  return [
    { name: "two descriptions", bytes: joined(good, entry("affekt", '{"formatVersion":2}')) },
    { name: "a key __proto__", bytes: joined(good, entry("__proto__", "x")), harmless: true },
  ];
}

/** A constant of a graph, also with values that it does not have. */
interface Tensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type?: number;
  readonly raw?: Uint8Array;
  /** The file that holds the values. */
  readonly location?: string;
}

interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly domain?: string;
  /** An attribute with a graph. */
  readonly body?: readonly Node[];
}

function writeTensor({ name, dims, type = FLOAT, raw, location }: Tensor, pbf: PbfWriter): void {
  for (const dim of dims) pbf.writeVarintField(1, dim);
  pbf.writeVarintField(2, type);
  pbf.writeStringField(8, name);
  if (raw !== undefined) pbf.writeBytesField(9, raw);
  if (location === undefined) return;
  pbf.writeMessage(
    13,
    (_, pbf) => {
      pbf.writeStringField(1, "location");
      pbf.writeStringField(2, location);
    },
    null,
  );
  pbf.writeVarintField(14, 1);
}

function writeNode({ type, inputs, output, domain, body }: Node, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, output);
  pbf.writeStringField(4, type);
  if (domain !== undefined) pbf.writeStringField(7, domain);
  if (body === undefined) return;
  pbf.writeMessage(
    5,
    (_, pbf) => {
      pbf.writeStringField(1, "body");
      pbf.writeMessage(
        6,
        (_, pbf) => body.forEach((node) => pbf.writeMessage(1, writeNode, node)),
        null,
      );
      pbf.writeVarintField(20, 5);
    },
    null,
  );
}

/** A file with a model's description and a graph of someone else's. */
function foreign(
  model: TrainedModel,
  nodes: readonly Node[],
  tensors: readonly Tensor[],
): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 8);
  pbf.writeMessage(
    7,
    (_, pbf) => {
      for (const node of nodes) pbf.writeMessage(1, writeNode, node);
      for (const tensor of tensors) pbf.writeMessage(5, writeTensor, tensor);
    },
    null,
  );
  return joined(pbf.finish(), entry("affekt", JSON.stringify(infoOf(model))));
}

function graphs(model: TrainedModel): HostileModel[] {
  const [columns = 0] = model.inputShape;
  const dims = [columns, model.labels.length];
  const zeros = { name: "w", dims, raw: new Uint8Array(4 * dims[0]! * dims[1]!) };
  const count = (values: number): Tensor => ({
    name: "s",
    dims: [1],
    type: INT64,
    raw: new Uint8Array(BigInt64Array.of(BigInt(values)).buffer),
  });
  const product: Node = { type: "MatMul", inputs: ["features", "w"], output: "mm" };
  const onto = (type: string, inputs: readonly string[], more: Partial<Node> = {}): Node => ({
    type,
    inputs,
    output: "probabilities",
    ...more,
  });
  const identity = onto("Identity", ["mm"]);
  const files: Readonly<Record<string, Uint8Array>> = {
    "another network": foreign(model, [product, identity], [zeros]),
    "no nodes": foreign(model, [], []),
    "a huge constant": foreign(
      model,
      [
        product,
        { type: "ConstantOfShape", inputs: ["s"], output: "big" },
        onto("Add", ["mm", "big"]),
      ],
      [zeros, count(1e11)],
    ),
    "an endless loop": foreign(
      model,
      [
        product,
        onto("Loop", ["", "t", "mm"], {
          body: [{ type: "Identity", inputs: ["c"], output: "c2" }],
        }),
      ],
      [zeros, { name: "t", dims: [], type: 9, raw: Uint8Array.of(1) }],
    ),
    "an operator of another domain": foreign(
      model,
      [product, onto("Evil", ["mm"], { domain: "evil" })],
      [zeros],
    ),
    "dimensions that overflow": foreign(
      model,
      [product, identity],
      [{ ...zeros, dims: [2 ** 40, 2 ** 20], raw: new Uint8Array(16) }],
    ),
  };
  const places = [
    "/etc/passwd",
    "../../etc/passwd",
    "/proc/self/environ",
    "/dev/zero",
    "local.bin",
  ];
  return [
    ...Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
    ...places.map((location) => ({
      name: `weights in ${location}`,
      bytes: foreign(model, [product, identity], [{ name: "w", dims, location }]),
    })),
  ];
}

/** The file of a model whose graph holds these constants only, and so many of its weights as they are. */
function weights(model: TrainedModel): HostileModel[] {
  const network = buildNetwork(model.spec, {
    inputShape: model.inputShape,
    classes: model.labels.length,
  });
  const own = network.parameters.map(({ name, shape, offset, size }): Tensor => ({
    name,
    dims: shape,
    raw: bytesOf(model.parameters.subarray(offset, offset + size)),
  }));
  const scaler = Object.entries(model.scaler!).map(
    ([name, values]: [string, Float32Array]): Tensor => ({
      name: `scaler/${name}`,
      dims: [values.length],
      raw: bytesOf(values),
    }),
  );
  const all = [...scaler, ...own];
  const replaced = (name: string, change: (tensor: Tensor) => Partial<Tensor>): Tensor[] =>
    all.map((tensor) => (tensor.name === name ? { ...tensor, ...change(tensor) } : tensor));
  const filled = (tensor: Tensor, value: number): Partial<Tensor> => ({
    raw: bytesOf(new Float32Array(tensor.raw!.length / 4).fill(value)),
  });
  const kernel = "dense_1/kernel";
  const files: Readonly<Record<string, readonly Tensor[]>> = {
    "weights that are not numbers": replaced(kernel, (tensor) => filled(tensor, NaN)),
    "infinite weights": replaced("dense_2/bias", (tensor) => filled(tensor, Infinity)),
    "a scale of 0": replaced("scaler/scale", (tensor) => filled(tensor, 0)),
    "a negative scale": replaced("scaler/scale", (tensor) => filled(tensor, -1)),
    "a scaler without scale": all.filter(({ name }) => name !== "scaler/scale"),
    "a missing weight": all.filter(({ name }) => name !== "dense_2/bias"),
    "a weight twice": [...all, all.at(-1)!],
    "a turned kernel": replaced(kernel, ({ dims }) => ({ dims: dims.toReversed() })),
    "a negative dimension": replaced(kernel, () => ({ dims: [-1, 300] })),
    "too few values": replaced(kernel, ({ raw }) => ({ raw: raw!.subarray(4) })),
    "values of another type": replaced(kernel, () => ({ type: INT64 })),
    "values in a file": replaced(kernel, () => ({ raw: new Uint8Array(0), location: "x.bin" })),
  };
  return [
    ...Object.entries(files).map(([name, tensors]) => ({
      name,
      bytes: foreign(model, [], tensors),
    })),
    // the graph is not run, so it may be any
    { name: "weights without a graph", bytes: foreign(model, [], all), harmless: true },
  ];
}

function cuts(model: TrainedModel): HostileModel[] {
  const good = encodeModel(model);
  const lengths = [0, 1, 100, 5000, good.length >> 1, good.length - 1];
  return [
    ...lengths.map((length) => ({ name: `cut at ${length}`, bytes: good.subarray(0, length) })),
    { name: "junk behind it", bytes: joined(good, new TextEncoder().encode("junk")) },
  ];
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.slice().buffer);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
