import type { Crops } from "../../augmentation/crops.ts";
import type { Network } from "../network.ts";
import type { GraphBuilder } from "../onnx/graph-builder.ts";

/**
 * Writes the probabilities of the classes, [batch, classes], of `features` [batch, ...rowShape]. With `crops` they are means over
 * stretches of each sequence.
 */
export function emitProbabilities(
  graph: GraphBuilder,
  network: Network,
  {
    features,
    parameters,
    crops,
  }: {
    readonly features: string;
    readonly parameters: readonly string[];
    readonly crops?: Crops | undefined;
  },
): string {
  if (crops === undefined || !network.lengths) {
    const { output } = network.emit(graph, features, parameters, { training: false });
    return graph.op("Softmax", [output], { axis: -1 });
  }
  const lengths = graph.input("lengths", ["batch"]);
  const stretches = emitCrops(graph, features, lengths, crops);
  const { output } = network.emit(graph, stretches.features, parameters, {
    training: false,
    lengths: stretches.lengths,
  });
  const each = graph.op("Softmax", [output], { axis: -1 });
  return graph.mean(graph.reshape(each, [crops.views, -1, ...network.outputShape]), [0]);
}

/** The stretches of sequences [batch, frames, width], one view of all after the other: [views · batch, frames, width]. */
function emitCrops(
  graph: GraphBuilder,
  x: string,
  lengths: string,
  { share, views }: Crops,
): { readonly features: string; readonly lengths: string } {
  const whole = graph.op("Floor", [graph.mul(lengths, graph.scalar(share))]);
  const length = graph.max(whole, graph.scalar(1));
  const rest = graph.sub(lengths, length);
  const backwards = reverse(graph, x, lengths);
  const features = Array.from({ length: views }, (_, view) => {
    const place = views === 1 ? 0.5 : view / (views - 1);
    const start = graph.op("Floor", [graph.mul(rest, graph.scalar(place))]);
    // what is reversed twice, the second time without its end, begins later
    return reverse(graph, backwards, graph.sub(lengths, start));
  });
  return {
    features: graph.concat(features, 0),
    lengths: graph.concat(Array<string>(views).fill(length), 0),
  };
}

/** Sequences [batch, frames, width] from the last of their first frames, as many as `lengths` tells, to the first one. */
function reverse(graph: GraphBuilder, x: string, lengths: string): string {
  const counts = graph.integersOf(lengths);
  return graph.op("ReverseSequence", [x, counts], { time_axis: 1, batch_axis: 0 });
}
