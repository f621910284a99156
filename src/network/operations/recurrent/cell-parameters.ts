import { fansOf, type Initializer } from "../../initializers.ts";
import type { ParameterSpec } from "../../operation.ts";

/** The options of a cell that its parameters depend on. */
export interface CellParameters {
  readonly units: number;
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly recurrentInitializer: Initializer;
  readonly biasInitializer: Initializer;
}

/** The kernels of a cell with some gates, and its bias. */
export function cellParameters(
  { units, useBias, kernelInitializer, recurrentInitializer, biasInitializer }: CellParameters,
  {
    channels,
    gates,
    biases = [gates * units],
    biasParts = biasInitializer,
  }: {
    readonly channels: number;
    readonly gates: number;
    /** The shape of the bias. */
    readonly biases?: readonly number[];
    readonly biasParts?: ParameterSpec["initializer"];
  },
): ParameterSpec[] {
  const kernel = [channels, gates * units];
  const recurrent = [units, gates * units];
  const fans = fansOf(kernel);
  const bias = {
    name: "bias",
    kind: "bias",
    shape: biases,
    initializer: biasParts,
    ...fans,
  } as const;
  return [
    { name: "kernel", kind: "kernel", shape: kernel, initializer: kernelInitializer, ...fans },
    {
      name: "recurrentKernel",
      kind: "kernel",
      shape: recurrent,
      initializer: recurrentInitializer,
      ...fansOf(recurrent),
    },
    ...(useBias ? [bias] : []),
  ];
}
