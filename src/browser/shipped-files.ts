// bundlers find files by this form, and those that put them into the script do so in a part that is loaded late

/** The places of the files of the package's folder `models`. */
export const SHIPPED_FILES = {
  encoder: new URL("../../models/encoder.onnx", import.meta.url),
  model: new URL("../../models/default.onnx", import.meta.url),
};
