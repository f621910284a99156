import fc from "fast-check";
import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";
import { AffektError } from "../../errors.ts";
import { GraphBuilder } from "./graph-builder.ts";
import { decodeOnnx, floatsOf } from "./onnx-decoding.ts";

function sample(): Uint8Array {
  const graph = new GraphBuilder();
  const x = graph.input("features", ["batch", 3]);
  const kernel = graph.tensor("kernel", [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
  const product = graph.op("Gemm", [x, kernel]);
  const turned = graph.transpose(product, [0, 1]);
  const normal = graph.op("Softmax", [turned], { axis: -1 });
  graph.output("scores", graph.op("Elu", [normal], { alpha: { float: 0.5 } }), ["batch", 2]);
  return graph.encode({ affekt: "größe", other: "" });
}

test("a file of Affekt's is read back whole", () => {
  const { tensors, ...rest } = decodeOnnx(sample());
  expect(rest).toEqual({
    irVersion: 8,
    opsets: [{ domain: "", version: 17 }],
    metadata: [
      { key: "affekt", value: "größe" },
      { key: "other", value: "" },
    ],
    nodes: [
      { type: "Gemm", domain: "", inputs: ["features", "kernel"], outputs: ["t0"], attributes: [] },
      {
        type: "Transpose",
        domain: "",
        inputs: ["t0"],
        outputs: ["t1"],
        attributes: [{ name: "perm", type: 7, value: [0, 1] }],
      },
      {
        type: "Softmax",
        domain: "",
        inputs: ["t1"],
        outputs: ["t2"],
        attributes: [{ name: "axis", type: 2, value: -1 }],
      },
      {
        type: "Elu",
        domain: "",
        inputs: ["t2"],
        outputs: ["scores"],
        attributes: [{ name: "alpha", type: 1, value: { float: 0.5 } }],
      },
    ],
    inputs: [{ name: "features", dataType: 1, dims: ["batch", 3] }],
    outputs: [{ name: "scores", dataType: 1, dims: ["batch", 2] }],
    foreign: [],
  });
  const [kernel] = tensors;
  expect(kernel).toMatchObject({ name: "kernel", dims: [3, 2], dataType: 1, external: false });
  expect(floatsOf(kernel!)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
});

test("a constant has float32 values only where its type, dimensions and bytes agree", () => {
  const kernel = decodeOnnx(sample()).tensors[0]!;
  expect(floatsOf({ ...kernel, dims: [-3, -2] })).toBeUndefined();
  expect(floatsOf({ ...kernel, dims: [7] })).toBeUndefined();
  expect(floatsOf({ ...kernel, dataType: 7 })).toBeUndefined();
  expect(floatsOf({ ...kernel, external: true })).toBeUndefined();
});

type Write = (pbf: PbfWriter) => void;
const message = (number: number, write: Write) => (pbf: PbfWriter) =>
  pbf.writeMessage(number, (_, inner) => write(inner), undefined);
const all =
  (...writes: readonly Write[]): Write =>
  (pbf) =>
    writes.forEach((write) => write(pbf));
const file = (...writes: readonly Write[]): Uint8Array => {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 8);
  all(...writes)(pbf);
  return pbf.finish();
};
const inGraph = (...writes: readonly Write[]): Uint8Array => file(message(7, all(...writes)));
const word = (number: number, value: string) => (pbf: PbfWriter) =>
  pbf.writeStringField(number, value);
const count = (number: number, value: number) => (pbf: PbfWriter) =>
  pbf.writeVarintField(number, value);
const empty: Write = () => {};

describe("what Affekt does not write is told", () => {
  test.each<[string, Uint8Array]>([
    ["ModelProto.functions", file(message(7, empty), message(25, empty))],
    ["ModelProto.training_info", file(message(7, empty), message(20, empty))],
    ["ModelProto.99", file(message(7, empty), count(99, 1))],
    ["GraphProto.sparse_initializer", inGraph(message(15, empty))],
    ["NodeProto.overload", inGraph(message(1, word(8, "x")))],
    ["AttributeProto.graphs", inGraph(message(1, message(5, message(11, message(1, empty)))))],
    ["AttributeProto.s", inGraph(message(1, message(5, word(4, "x"))))],
    ["TensorProto.external_data", inGraph(message(5, message(13, empty)))],
    ["TensorProto.int32_data", inGraph(message(5, message(5, empty)))],
    ["TypeProto.4", inGraph(message(11, message(2, message(4, empty))))],
  ])("%s", (field, bytes) => {
    expect(decodeOnnx(bytes).foreign).toEqual([field]);
  });

  test("domains, external tensors, attributes and values of other kinds", () => {
    const { nodes, tensors, inputs } = decodeOnnx(
      inGraph(
        message(
          1,
          all(word(4, "Evil"), word(7, "evil"), message(5, all(word(1, "body"), count(20, 5)))),
        ),
        message(5, all(count(1, 2 ** 40), count(2, 7), count(14, 1))),
        message(11, word(1, "x")),
      ),
    );
    expect(nodes).toEqual([
      {
        type: "Evil",
        domain: "evil",
        inputs: [],
        outputs: [],
        attributes: [{ name: "body", type: 5, value: undefined }],
      },
    ]);
    expect(tensors).toMatchObject([{ dims: [2 ** 40], dataType: 7, external: true }]);
    expect(inputs).toEqual([{ name: "x", dataType: 0, dims: undefined }]);
  });

  test("metadata keys that repeat, and those of Object's prototype", () => {
    const entry = (key: string) => message(14, all(word(1, key), word(2, "v")));
    const { metadata } = decodeOnnx(
      file(message(7, empty), entry("__proto__"), entry("__proto__")),
    );
    expect(metadata).toEqual([
      { key: "__proto__", value: "v" },
      { key: "__proto__", value: "v" },
    ]);
  });

  test("packed lists are read as others are", () => {
    const packed = (pbf: PbfWriter): void => pbf.writePackedVarint(1, [2, 3]);
    expect(decodeOnnx(inGraph(message(5, packed))).tensors[0]!.dims).toEqual([2, 3]);
    const floats = (pbf: PbfWriter): void => {
      count(1, 2)(pbf);
      count(2, 1)(pbf);
      pbf.writePackedFloat(4, [0.5, -3]);
    };
    const [tensor] = decodeOnnx(inGraph(message(5, floats))).tensors;
    expect(floatsOf(tensor!)).toEqual(Float32Array.of(0.5, -3));
  });
});

describe("what is no whole model is refused", () => {
  test.each<[string, Uint8Array]>([
    ["it has no graph", new Uint8Array(0)],
    ["it has no graph", file()],
    ["it has a part twice", file(message(7, empty), message(7, empty))],
    ["it has a field without a number", Uint8Array.of(0, 0, 0)],
    ["it has a field of no known type", Uint8Array.of(11, 0)],
    ["it ends within a field", Uint8Array.of(10, 99)],
    ["it has a bytes in field 1, where something else must be", file(word(1, "8"))],
    ["it has a varint in field 7, where something else must be", file(count(7, 1))],
    ["it ends within a field", Uint8Array.from([...sample(), ...new TextEncoder().encode("junk")])],
  ])("%s", (reason, bytes) => {
    expect(() => decodeOnnx(bytes)).toThrow(
      expect.objectContaining({ code: "unreadable", message: `not a whole ONNX model: ${reason}` }),
    );
  });

  test("a file that was cut short, wherever", () => {
    const bytes = sample();
    const whole = decodeOnnx(bytes);
    for (let length = 0; length < bytes.length; length++) {
      let found;
      try {
        found = decodeOnnx(bytes.subarray(0, length));
      } catch (error) {
        expect(error).toMatchObject({ code: "unreadable" });
        continue;
      }
      expect(found.metadata.length).toBeLessThan(whole.metadata.length); // cut between two fields of the file
    }
  });

  test("any damage is an error of ours or a file that is read", () => {
    const bytes = sample();
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1 });
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const [at, value] of changes) damaged[at] = value;
        try {
          decodeOnnx(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(AffektError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each<[string, (pbf: PbfWriter) => void]>([
    ["nodes", (pbf) => pbf.writeBytesField(1, new Uint8Array(0))],
    ["names", (pbf) => pbf.writeMessage(1, (_, node) => node.writeStringField(1, ""), undefined)],
    ["dimensions", (pbf) => pbf.writeMessage(5, (_, one) => one.writeVarintField(1, 1), undefined)],
  ])("one with a million %s, before they take memory", (_, write) => {
    const bytes = inGraph((pbf) => {
      for (let i = 0; i < 1e6; i++) write(pbf);
    });
    expect(() => decodeOnnx(bytes)).toThrow("not a whole ONNX model: it has too many parts");
  });

  test("a packed list with a million dimensions", () => {
    const dims = new Uint8Array(1e6).fill(1);
    const bytes = inGraph(message(5, (pbf) => pbf.writeBytesField(1, dims)));
    expect(() => decodeOnnx(bytes)).toThrow("it has too many parts");
  });
});
