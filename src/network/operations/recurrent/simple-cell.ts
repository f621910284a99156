import { type CellParameters, cellParameters } from "./cell-parameters.ts";
import { before, dropped, project, recurrentGradient } from "./over-time.ts";
import type { RecurrentCell } from "./recurrent-cell.ts";
import { STATE_ACTIVATIONS, type StateActivationName } from "./state-activation.ts";

/** Options of `simpleCell`. */
export interface SimpleCellOptions extends CellParameters {
  readonly activation: StateActivationName;
}

/** h = activation(x · kernel + bias + h · recurrentKernel). */
export function simpleCell(options: SimpleCellOptions): RecurrentCell {
  const { units, useBias } = options;
  const activation = STATE_ACTIVATIONS[options.activation];
  return {
    units,
    parameters: (channels) => cellParameters(options, { channels, gates: 1 }),
    emit(run) {
      const { graph, zeros, factors, parameters } = run;
      const [kernel = "", recurrent = "", ...bias] = parameters;
      const projected = project(run, kernel, bias, units);
      const [h = ""] = graph.scan({
        states: [zeros],
        elements: [projected.output],
        step(body, [h = ""], [z = ""]) {
          const sum = body.op("Gemm", [dropped(body, h, factors), recurrent, z]);
          const next = activation.forward(body, sum);
          return { states: [next], results: [next] };
        },
      });
      return {
        output: h,
        backward(gradient, wantInput) {
          const turned = graph.transpose(recurrent, [1, 0]);
          const [dz = ""] = graph.scan({
            states: [zeros],
            elements: [gradient, activation.slope(graph, h)],
            backwards: true,
            step(body, [dh = ""], [upper = "", slope = ""]) {
              const dz = body.mul(body.add(dh, upper), slope);
              return {
                states: [dropped(body, body.op("Gemm", [dz, turned]), factors)],
                results: [dz],
              };
            },
          });
          const lower = projected.backward(dz, wantInput);
          const learned = recurrentGradient(run, before(run, h), dz, [units, units]);
          return {
            parameters: [lower.kernel, learned, ...(useBias ? [lower.bias] : [])],
            ...("x" in lower && { x: lower.x }),
          };
        },
      };
    },
  };
}
