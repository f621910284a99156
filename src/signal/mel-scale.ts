// Slaney's Auditory Toolbox: linear to 1000 Hz (200/3 Hz a mel), then 27 mels for a factor of 6.4.
const LINEAR_HZ = 200 / 3;
const LOG_STEP = Math.log(6.4) / 27;

/** The mels of a frequency in Hz, on Slaney's scale or HTK's. librosa's `hz_to_mel`. */
export function hzToMel(hz: number, htk: boolean): number {
  if (htk) return 2595 * Math.log10(1 + hz / 700);
  return hz < 1000 ? hz / LINEAR_HZ : 15 + Math.log(hz / 1000) / LOG_STEP;
}

/** The inverse of `hzToMel`. librosa's `mel_to_hz`. */
export function melToHz(mel: number, htk: boolean): number {
  if (htk) return 700 * (10 ** (mel / 2595) - 1);
  return mel < 15 ? mel * LINEAR_HZ : 1000 * Math.exp((mel - 15) * LOG_STEP);
}
