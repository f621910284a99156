// The networks of bench/training-step.ts. bench/python/training_step.py has the same in PyTorch.
import { buildNetwork } from "../src/models/build-network.ts";
import { resnet1d } from "../src/models/kinds/resnet1d.ts";
import { resnet2d } from "../src/models/kinds/resnet2d.ts";
import { modelSpec } from "../src/models/model-spec.ts";
import {
  add,
  dense,
  globalAveragePooling1d,
  gru,
  layerNormalization,
  lstm,
  multiHeadAttention,
} from "../src/network/layers.ts";
import { input, type Layer } from "../src/network/symbolic-tensor.ts";
import { type Network, network, sequential } from "../src/network/network.ts";
import { complete } from "../src/options/check.ts";

/** A network and the size of its batches. */
export interface BenchNetwork {
  readonly network: Network;
  readonly batch: number;
}

const CLASSES = 8;

/** The networks by name. */
export const NETWORKS: Readonly<Record<string, () => BenchNetwork>> = {
  mlp: () => ({
    network: buildNetwork(modelSpec("mlp", { hiddenLayerSizes: [300] }), {
      inputShape: [180],
      classes: CLASSES,
    }),
    batch: 256,
  }),
  cnn: () => ({ network: cnn(180), batch: 32 }),
  "cnn-193": () => ({ network: cnn(193), batch: 32 }),
  "residual-1d": () => ({ network: residual1d(), batch: 32 }),
  lstm: () => ({ network: recurrent(lstm({ units: 128 })), batch: 32 }),
  gru: () => ({ network: recurrent(gru({ units: 128 })), batch: 32 }),
  whisper: () => ({ network: whisperBlock(), batch: 16 }),
  "residual-2d": () => ({ network: residual2d(), batch: 32 }),
};

function cnn(columns: number): Network {
  return buildNetwork(modelSpec("cnn"), { inputShape: [columns], classes: CLASSES });
}

/** 64 mels × 200 frames, of one length. */
function residual1d(): Network {
  const start = input([200, 64]);
  const settings = complete(resnet1d.settings, { dropout: 0 }, "resnet1d");
  return network(start, resnet1d.logits(settings, start, CLASSES));
}

/** 64 mels × 200 frames, of one length. */
function recurrent(layer: Layer): Network {
  return sequential([input([200, 64]), layer, dense({ units: CLASSES })]);
}

/** A block of Whisper tiny's encoder (Radford et al. 2022) over 150 frames, and the mean over time, classified. */
function whisperBlock(): Network {
  const width = 384;
  const x = input([150, width]);
  const normal = layerNormalization({ epsilon: 1e-5 })(x);
  const y = add()(x, multiHeadAttention({ numHeads: 6, keyDim: width / 6 })(normal));
  const wide = dense({ units: 4 * width, activation: "gelu" })(
    layerNormalization({ epsilon: 1e-5 })(y),
  );
  const z = add()(y, dense({ units: width })(wide));
  return network(x, dense({ units: CLASSES })(globalAveragePooling1d()(z)));
}

/** 80 mels × 150 frames, of one length. */
function residual2d(): Network {
  const start = input([150, 80]);
  const settings = complete(resnet2d.settings, { dropout: 0 }, "resnet2d");
  return network(start, resnet2d.logits(settings, start, CLASSES));
}
