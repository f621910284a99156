/** Names of fields that Affekt does not write. Source: onnx.proto3. */
const FIELD_NAMES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  ModelProto: {
    4: "domain",
    5: "model_version",
    6: "doc_string",
    20: "training_info",
    25: "functions",
  },
  GraphProto: {
    10: "doc_string",
    13: "value_info",
    14: "quantization_annotation",
    15: "sparse_initializer",
    16: "metadata_props",
  },
  NodeProto: { 3: "name", 6: "doc_string", 8: "overload", 9: "metadata_props" },
  AttributeProto: {
    4: "s",
    5: "t",
    7: "floats",
    9: "strings",
    10: "tensors",
    11: "graphs",
    13: "doc_string",
    14: "tp",
    15: "type_protos",
    21: "ref_attr_name",
    22: "sparse_tensor",
    23: "sparse_tensors",
  },
  TensorProto: {
    3: "segment",
    5: "int32_data",
    6: "string_data",
    7: "int64_data",
    10: "double_data",
    11: "uint64_data",
    12: "doc_string",
    13: "external_data",
    14: "data_location",
  },
};

/** A field that Affekt does not write as it stands in messages, such as `ModelProto.functions`. */
export function foreignField(message: string, number: number): string {
  return `${message}.${FIELD_NAMES[message]?.[number] ?? number}`;
}
