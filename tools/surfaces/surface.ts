/** The probability of each emotion for a recording. */
export type Probabilities = Readonly<Record<string, number>>;

/** A recording in a file: three seconds of mono samples at 16 kHz, so that one window of a stream is the whole of it. */
export interface TestRecording {
  readonly file: string;
  readonly samples: Float32Array;
}

/** What predicts recordings for somebody. */
export interface Surface {
  readonly name: string;
  /** Probabilities by recording, in the order of the recordings. */
  predict(model: string, recordings: readonly TestRecording[]): Promise<Probabilities[]>;
}

/** A prediction as JSON has it. */
export interface ToldPrediction {
  readonly probabilities: readonly { readonly emotion: string; readonly probability: number }[];
}

/** The probabilities of a prediction by emotion. */
export function byEmotion({ probabilities }: ToldPrediction): Probabilities {
  return Object.fromEntries(probabilities.map((one) => [one.emotion, one.probability]));
}
