import { encoderLayersDescriptor } from "./encoder/encoder-layers.ts";
import { pyinDescriptor } from "./pitch/pyin.ts";
import { yinDescriptor } from "./pitch/yin.ts";
import { onsetStrengthDescriptor } from "./rhythm/onset-strength.ts";
import { tempoDescriptor } from "./rhythm/tempo.ts";
import { tempogramDescriptor } from "./rhythm/tempogram.ts";
import { spectralBandwidthDescriptor } from "./spectral/bandwidth.ts";
import { spectralCentroidDescriptor } from "./spectral/centroid.ts";
import { chromaCensDescriptor } from "./spectral/chroma-cens.ts";
import { chromaCqtDescriptor } from "./spectral/chroma-cqt.ts";
import { chromaStftDescriptor } from "./spectral/chroma-stft.ts";
import { constantQDescriptor } from "./spectral/constant-q.ts";
import { spectralContrastDescriptor } from "./spectral/contrast.ts";
import { spectralFlatnessDescriptor } from "./spectral/flatness.ts";
import { hpssDescriptor } from "./spectral/hpss.ts";
import { logMelDescriptor } from "./spectral/log-mel.ts";
import { melSpectrogramDescriptor } from "./spectral/mel.ts";
import { mfccCovarianceDescriptor } from "./spectral/mfcc-covariance.ts";
import { mfccDescriptor } from "./spectral/mfcc.ts";
import { polyFeaturesDescriptor } from "./spectral/poly-features.ts";
import { rmsDescriptor } from "./spectral/rms.ts";
import { spectralRolloffDescriptor } from "./spectral/rolloff.ts";
import { spectralFluxDescriptor } from "./spectral/spectral-flux.ts";
import { stftMagnitudesDescriptor } from "./spectral/stft-magnitudes.ts";
import { tonnetzDescriptor } from "./spectral/tonnetz.ts";
import { zeroCrossingRateDescriptor } from "./spectral/zero-crossing-rate.ts";

/** The descriptors of feature sets, by the names of their functions. */
export const DESCRIPTORS = {
  stftMagnitudes: stftMagnitudesDescriptor,
  hpss: hpssDescriptor,
  constantQ: constantQDescriptor,
  mfcc: mfccDescriptor,
  mfccCovariance: mfccCovarianceDescriptor,
  melSpectrogram: melSpectrogramDescriptor,
  logMel: logMelDescriptor,
  chromaStft: chromaStftDescriptor,
  chromaCqt: chromaCqtDescriptor,
  chromaCens: chromaCensDescriptor,
  tonnetz: tonnetzDescriptor,
  spectralContrast: spectralContrastDescriptor,
  spectralCentroid: spectralCentroidDescriptor,
  spectralBandwidth: spectralBandwidthDescriptor,
  spectralRolloff: spectralRolloffDescriptor,
  spectralFlatness: spectralFlatnessDescriptor,
  spectralFlux: spectralFluxDescriptor,
  polyFeatures: polyFeaturesDescriptor,
  zeroCrossingRate: zeroCrossingRateDescriptor,
  rms: rmsDescriptor,
  yin: yinDescriptor,
  pyin: pyinDescriptor,
  onsetStrength: onsetStrengthDescriptor,
  tempogram: tempogramDescriptor,
  tempo: tempoDescriptor,
  encoderLayers: encoderLayersDescriptor,
} as const;

/** The name of a descriptor. */
export type DescriptorName = keyof typeof DESCRIPTORS;

/** The names of all descriptors. */
export const DESCRIPTOR_NAMES = Object.keys(DESCRIPTORS) as readonly DescriptorName[];
