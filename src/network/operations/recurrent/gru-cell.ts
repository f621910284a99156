import { type CellParameters, cellParameters } from "./cell-parameters.ts";
import { before, dropped, project, recurrentGradient, rowsOf } from "./over-time.ts";
import type { CellRun, EmittedCell, RecurrentCell } from "./recurrent-cell.ts";
import {
  STATE_ACTIVATIONS,
  type StateActivation,
  type StateActivationName,
} from "./state-activation.ts";

/** Options of `gruCell`. */
export interface GruCellOptions extends CellParameters {
  readonly activation: StateActivationName;
  readonly recurrentActivation: StateActivationName;
  /** The reset gate multiplies the product with the recurrent kernel, not the state before it. */
  readonly resetAfter: boolean;
}

interface Activations {
  readonly activation: StateActivation;
  readonly gate: StateActivation;
}

/**
 * Cho et al. 2014, https://arxiv.org/abs/1406.1078. The columns of the kernels are those of the gates z, r and of the candidate, each
 * [units]: h' = z · h + (1 - z) · candidate. With `resetAfter` there is a second row of biases, of the products with the recurrent kernel.
 */
export function gruCell(options: GruCellOptions): RecurrentCell {
  const { units, useBias, resetAfter } = options;
  const activations: Activations = {
    activation: STATE_ACTIVATIONS[options.activation],
    gate: STATE_ACTIVATIONS[options.recurrentActivation],
  };
  const emit = resetAfter ? emitResetAfter : emitResetBefore;
  return {
    units,
    parameters: (channels) =>
      cellParameters(options, {
        channels,
        gates: 3,
        ...(resetAfter && { biases: [2, 3 * units] }),
      }),
    emit: (run) => emit(run, { units, useBias, ...activations }),
  };
}

interface GruParts extends Activations {
  readonly units: number;
  readonly useBias: boolean;
}

function emitResetAfter(run: CellRun, { units, useBias, activation, gate }: GruParts): EmittedCell {
  const { graph, zeros, factors, parameters } = run;
  const [kernel = "", recurrent = "", bias = ""] = parameters;
  const [inputBias, recurrentBias] = useBias
    ? graph.split(bias, [1, 1], 0).map((row) => [graph.reshape(row, [-1])])
    : [[], []];
  const projected = project(run, kernel, inputBias!, 3 * units);
  const [ofGates = "", ofCandidate = ""] = graph.split(projected.output, [2 * units, units], 2);
  const [h = "", z = "", r = "", product = "", candidate = ""] = graph.scan({
    states: [zeros],
    elements: [ofGates, ofCandidate],
    step(body, [h = ""], [ofGates = "", ofCandidate = ""]) {
      const inner = body.op("Gemm", [dropped(body, h, factors), recurrent, ...recurrentBias!]);
      const [innerGates = "", product = ""] = body.split(inner, [2 * units, units], 1);
      const gates = gate.forward(body, body.add(ofGates, innerGates));
      const [z = "", r = ""] = body.split(gates, [units, units], 1);
      const sum = body.add(ofCandidate, body.mul(r, product));
      const candidate = activation.forward(body, sum);
      const next = body.add(candidate, body.mul(z, body.sub(h, candidate)));
      return { states: [next], results: [next, z, r, product, candidate] };
    },
  });
  return {
    output: h,
    backward(gradient, wantInput) {
      const turned = graph.transpose(recurrent, [1, 0]);
      const previous = before(run, h);
      const rest = graph.sub(graph.scalar(1), z);
      const candidateSlope = graph.mul(rest, activation.slope(graph, candidate));
      const resetSlope = graph.mul(graph.mul(candidateSlope, product), gate.slope(graph, r));
      const slopes = graph.concat(
        [
          graph.mul(graph.sub(previous, candidate), gate.slope(graph, z)),
          resetSlope,
          graph.mul(candidateSlope, r),
        ],
        2,
      );
      const [dInner = "", dh = ""] = graph.scan({
        states: [zeros],
        elements: [gradient, slopes, z],
        backwards: true,
        step(body, [dh = ""], [upper = "", slopes = "", z = ""]) {
          const whole = body.add(dh, upper);
          const dInner = body.mul(body.concat([whole, whole, whole], 1), slopes);
          const lower = dropped(body, body.op("Gemm", [dInner, turned]), factors);
          return { states: [body.add(lower, body.mul(whole, z))], results: [dInner, whole] };
        },
      });
      const [dGates = ""] = graph.split(dInner, [2 * units, units], 2);
      const dProjected = graph.concat([dGates, graph.mul(dh, candidateSlope)], 2);
      const lower = projected.backward(dProjected, wantInput);
      const learned = recurrentGradient(run, previous, dInner, [units, 3 * units]);
      const dBias = (): string => {
        const rows = [lower.bias, graph.sum(rowsOf(graph, dInner, 3 * units), [0])];
        return graph.reshape(graph.concat(rows, 0), [2, 3 * units]);
      };
      return {
        parameters: [lower.kernel, learned, ...(useBias ? [dBias()] : [])],
        ...("x" in lower && { x: lower.x }),
      };
    },
  };
}

function emitResetBefore(
  run: CellRun,
  { units, useBias, activation, gate }: GruParts,
): EmittedCell {
  const { graph, zeros, factors, parameters } = run;
  const [kernel = "", recurrent = "", ...bias] = parameters;
  const projected = project(run, kernel, bias, 3 * units);
  const [ofGates = "", ofCandidate = ""] = graph.split(projected.output, [2 * units, units], 2);
  const [gateKernel = "", candidateKernel = ""] = graph.split(recurrent, [2 * units, units], 1);
  const [h = "", z = "", r = "", candidate = ""] = graph.scan({
    states: [zeros],
    elements: [ofGates, ofCandidate],
    step(body, [h = ""], [ofGates = "", ofCandidate = ""]) {
      const left = dropped(body, h, factors);
      const gates = gate.forward(body, body.op("Gemm", [left, gateKernel, ofGates]));
      const [z = "", r = ""] = body.split(gates, [units, units], 1);
      const sum = body.op("Gemm", [body.mul(r, left), candidateKernel, ofCandidate]);
      const candidate = activation.forward(body, sum);
      const next = body.add(candidate, body.mul(z, body.sub(h, candidate)));
      return { states: [next], results: [next, z, r, candidate] };
    },
  });
  return {
    output: h,
    backward(gradient, wantInput) {
      const [gatesTurned, candidateTurned] = [gateKernel, candidateKernel].map((part) =>
        graph.transpose(part, [1, 0]),
      ) as [string, string];
      const previous = before(run, h);
      const left = dropped(graph, previous, factors);
      const rest = graph.sub(graph.scalar(1), z);
      const [dGates = "", dCandidate = ""] = graph.scan({
        states: [zeros],
        elements: [
          gradient,
          z,
          r,
          graph.mul(graph.sub(previous, candidate), gate.slope(graph, z)),
          graph.mul(left, gate.slope(graph, r)),
          graph.mul(rest, activation.slope(graph, candidate)),
        ],
        backwards: true,
        step(
          body,
          [dh = ""],
          [upper = "", z = "", r = "", updateSlope = "", resetSlope = "", candidateSlope = ""],
        ) {
          const whole = body.add(dh, upper);
          const dCandidate = body.mul(whole, candidateSlope);
          const dReset = body.op("Gemm", [dCandidate, candidateTurned]);
          const dGates = body.concat(
            [body.mul(whole, updateSlope), body.mul(dReset, resetSlope)],
            1,
          );
          const inner = body.op("Gemm", [dGates, gatesTurned, body.mul(dReset, r)]);
          const lower = dropped(body, inner, factors);
          return { states: [body.add(lower, body.mul(whole, z))], results: [dGates, dCandidate] };
        },
      });
      const lower = projected.backward(graph.concat([dGates, dCandidate], 2), wantInput);
      const whole = { graph, factors: undefined };
      const learned = graph.concat(
        [
          recurrentGradient(whole, left, dGates, [units, 2 * units]),
          recurrentGradient(whole, graph.mul(r, left), dCandidate, [units, units]),
        ],
        1,
      );
      return {
        parameters: [lower.kernel, learned, ...(useBias ? [lower.bias] : [])],
        ...("x" in lower && { x: lower.x }),
      };
    },
  };
}
