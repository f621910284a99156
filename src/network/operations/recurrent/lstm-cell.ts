import type { GraphBuilder } from "../../onnx/graph-builder.ts";
import { type CellParameters, cellParameters } from "./cell-parameters.ts";
import { before, dropped, project, recurrentGradient } from "./over-time.ts";
import type { CellRun, RecurrentCell } from "./recurrent-cell.ts";
import {
  STATE_ACTIVATIONS,
  type StateActivation,
  type StateActivationName,
} from "./state-activation.ts";

/** Options of `lstmCell`. */
export interface LstmCellOptions extends CellParameters {
  readonly activation: StateActivationName;
  readonly recurrentActivation: StateActivationName;
  /** The bias of the forget gate starts at 1: Jozefowicz et al. 2015, https://proceedings.mlr.press/v37/jozefowicz15.html. */
  readonly unitForgetBias: boolean;
}

/**
 * Hochreiter and Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735, with forget gates by Gers et al. 2000. The columns of the
 * kernels are those of the gates i, f, c, o, each [units]:
 * c' = f · c + i · activation(…), h = o · activation(c').
 */
export function lstmCell(options: LstmCellOptions): RecurrentCell {
  const { units, useBias, biasInitializer, unitForgetBias } = options;
  const activation = STATE_ACTIVATIONS[options.activation];
  const gate = STATE_ACTIVATIONS[options.recurrentActivation];
  const bias = biasInitializer;
  const biasParts = unitForgetBias ? [bias, { name: "ones" } as const, bias, bias] : bias;
  return {
    units,
    parameters: (channels) => cellParameters(options, { channels, gates: 4, biasParts }),
    emit(run) {
      const { graph, zeros, factors, parameters } = run;
      const [kernel = "", recurrent = "", ...bias] = parameters;
      const projected = project(run, kernel, bias, 4 * units);
      const [h = "", c = "", ...gates] = graph.scan({
        states: [zeros, zeros],
        elements: [projected.output],
        step(body, [h = "", c = ""], [z = ""]) {
          const sums = body.op("Gemm", [dropped(body, h, factors), recurrent, z]);
          const [zi = "", zf = "", zc = "", zo = ""] = body.ops("Split", [sums], 4, { axis: 1 });
          const [i, f, o] = [zi, zf, zo].map((sum) => gate.forward(body, sum)) as [
            string,
            string,
            string,
          ];
          const candidate = activation.forward(body, zc);
          const carry = body.add(body.mul(f, c), body.mul(i, candidate));
          const next = body.mul(o, activation.forward(body, carry));
          return { states: [next, carry], results: [next, carry, i, f, candidate, o] };
        },
      });
      return {
        output: h,
        backward(gradient, wantInput) {
          const turned = graph.transpose(recurrent, [1, 0]);
          const [, f = ""] = gates;
          const { slopes, carrySlope } = slopesOf(run, { c, gates, activation, gate });
          const [dz = ""] = graph.scan({
            states: [zeros, zeros],
            elements: [gradient, slopes, carrySlope, f],
            backwards: true,
            step(body, [dh = "", dc = ""], [upper = "", slopes = "", carrySlope = "", f = ""]) {
              const ofOutput = body.add(dh, upper);
              const ofCarry = body.add(dc, body.mul(ofOutput, carrySlope));
              const all = body.concat([ofCarry, ofCarry, ofCarry, ofOutput], 1);
              const dz = body.mul(all, slopes);
              const lower = dropped(body, body.op("Gemm", [dz, turned]), factors);
              return { states: [lower, body.mul(ofCarry, f)], results: [dz] };
            },
          });
          const lower = projected.backward(dz, wantInput);
          const learned = recurrentGradient(run, before(run, h), dz, [units, 4 * units]);
          return {
            parameters: [lower.kernel, learned, ...(useBias ? [lower.bias] : [])],
            ...("x" in lower && { x: lower.x }),
          };
        },
      };
    },
  };
}

/**
 * What the gradients of carry and output are multiplied by in the backward pass, for all frames at once: the slopes of the carry by the
 * sums of i, f, c and of the output by that of o, [time, batch, 4 · units], and that of the output by the carry.
 */
function slopesOf(
  run: CellRun,
  {
    c,
    gates: [i = "", f = "", candidate = "", o = ""],
    activation,
    gate,
  }: {
    readonly c: string;
    readonly gates: readonly string[];
    readonly activation: StateActivation;
    readonly gate: StateActivation;
  },
) {
  const graph: GraphBuilder = run.graph;
  const activated = activation.forward(graph, c);
  const slopes = graph.concat(
    [
      graph.mul(candidate, gate.slope(graph, i)),
      graph.mul(before(run, c), gate.slope(graph, f)),
      graph.mul(i, activation.slope(graph, candidate)),
      graph.mul(activated, gate.slope(graph, o)),
    ],
    2,
  );
  return { slopes, carrySlope: graph.mul(o, activation.slope(graph, activated)) };
}
