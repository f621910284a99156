import type { PlacedLayer } from "./layer.ts";
import { isDropout } from "./layers/dropout.ts";
import { isMaxPooling1d, reluDropoutMaxPooling1d } from "./layers/max-pooling1d.ts";

/** Replaces neighbouring layers by one that gives the same values faster: relu, dropout (or none) and max-pooling. */
export function fuse<P>(layers: readonly PlacedLayer<P>[]): PlacedLayer<P>[] {
  const fused: PlacedLayer<P>[] = [];
  for (const placed of layers) {
    const last = fused.at(-1);
    const dropped = last !== undefined && isDropout(last.layer) ? last.layer : undefined;
    const relu = dropped === undefined ? last : fused.at(-2);
    if (isMaxPooling1d(placed.layer) && relu?.layer.kind === "relu") {
      fused.length -= dropped === undefined ? 1 : 2;
      fused.push({ ...placed, layer: reluDropoutMaxPooling1d(dropped?.rate ?? 0, placed.layer) });
    } else fused.push(placed);
  }
  return fused;
}
