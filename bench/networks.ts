// The networks of bench/training-step.ts. bench/python/training_step.py has the same in PyTorch.
import { CNN_DEFAULTS } from "../src/models/kinds/cnn-settings.ts";
import { RESNET1D_DEFAULTS, resnet1dLogits } from "../src/models/kinds/resnet1d.ts";
import { RESNET2D_DEFAULTS, resnet2dLogits } from "../src/models/kinds/resnet2d.ts";
import { MLP_DEFAULTS } from "../src/models/kinds/mlp-settings.ts";
import { buildNetwork } from "../src/models/network-settings.ts";
import { input } from "../src/network/symbolic-tensor.ts";
import { type Network, network } from "../src/network/network.ts";

/** A network and the size of its batches. */
export interface BenchNetwork {
  readonly network: Network;
  readonly batch: number;
}

const CLASSES = 8;

/** The networks by name. */
export const NETWORKS: Readonly<Record<string, () => BenchNetwork>> = {
  mlp: () => ({
    network: buildNetwork(
      { kind: "mlp", settings: { ...MLP_DEFAULTS, hiddenLayerSizes: [300] } },
      [180],
      CLASSES,
    ),
    batch: 256,
  }),
  cnn: () => ({ network: cnn(180), batch: 32 }),
  "cnn-193": () => ({ network: cnn(193), batch: 32 }),
  "residual-1d": () => ({ network: residual1d(), batch: 32 }),
  "residual-2d": () => ({ network: residual2d(), batch: 32 }),
};

function cnn(columns: number): Network {
  return buildNetwork({ kind: "cnn", settings: CNN_DEFAULTS }, [columns], CLASSES);
}

/** 64 mels × 200 frames, of one length. */
function residual1d(): Network {
  const start = input([200, 64]);
  return network(start, resnet1dLogits({ ...RESNET1D_DEFAULTS, dropout: 0 }, start, CLASSES));
}

/** 80 mels × 100 frames, of one length. */
function residual2d(): Network {
  const start = input([100, 80]);
  const settings = { ...RESNET2D_DEFAULTS, poolSize: 1, dropout: 0 };
  return network(start, resnet2dLogits(settings, start, CLASSES));
}
