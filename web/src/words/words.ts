import type { ErrorCode } from "../../../src/errors.ts";

/** All words of the page in one language. */
export interface Words {
  readonly title: string;
  readonly tagline: string;
  readonly language: string;
  readonly skip: string;

  readonly dropTitle: string;
  readonly dropHere: string;
  readonly dropText: string;
  readonly choose: string;
  readonly or: string;
  readonly speak: string;
  readonly speakText: string;
  readonly stop: string;
  readonly listening: string;
  readonly liveWaits: string;
  readonly liveTitle: string;
  /** The name of a recording by the microphone. */
  readonly spoken: string;
  readonly privacyShort: string;

  readonly loading: (percent: number) => string;
  readonly starting: string;
  readonly ready: string;
  readonly loadFailed: string;
  readonly tryAgain: string;

  readonly recordings: string;
  readonly waiting: string;
  readonly busy: string;
  readonly busyShare: (percent: number) => string;
  readonly remove: (name: string) => string;
  readonly emptyTitle: string;
  readonly emptyText: string;

  readonly notSure: string;
  readonly noSpeech: string;
  readonly noSpeechText: string;
  readonly silent: string;
  readonly silentText: string;
  readonly tooShort: string;
  readonly tooShortText: string;
  readonly notSureText: (emotion: string, percent: number) => string;
  readonly sureText: (percent: number) => string;
  readonly pause: string;
  readonly overall: string;
  readonly meanOver: (segments: number) => string;
  readonly now: string;

  readonly play: string;
  readonly pauseSound: string;
  readonly speed: string;
  readonly position: string;
  readonly waveform: string;
  readonly spectrogram: string;
  readonly probabilities: string;
  readonly keys: readonly (readonly [keys: string, meaning: string])[];

  readonly timeline: string;
  readonly division: string;
  readonly byPauses: string;
  readonly byWindows: (seconds: number) => string;
  readonly time: string;
  readonly emotion: string;
  readonly confidence: string;
  readonly nextProbable: string;
  readonly nobodySpeaks: string;

  readonly why: string;
  readonly whyText: string;
  readonly whyBusy: string;
  readonly whyTime: (emotion: string, from: number, to: number, without: number) => string;
  readonly whyBand: (lowHz: number, highHz: number, without: number) => string;
  readonly whyNothing: (emotion: string) => string;
  readonly whyFor: (emotion: string) => string;
  readonly whyAgainst: (emotion: string) => string;
  readonly whyPicture: string;

  readonly compare: string;
  readonly recording: string;
  readonly duration: string;

  readonly downloads: string;
  readonly downloadsText: string;
  readonly forAll: string;
  readonly soundFile: string;
  readonly formats: Readonly<Record<string, string>>;

  readonly voiceTitle: string;
  readonly voiceText: string;
  readonly voicePersonal: string;
  readonly addClips: string;
  readonly recordClip: string;
  readonly stopClip: string;
  readonly clip: string;
  readonly unknownEmotion: string;
  readonly emotionOf: (name: string) => string;
  readonly labelAllOrNone: string;
  readonly calibrateNow: (clips: number) => string;
  readonly calibrating: string;
  readonly calibrated: (clips: number) => string;
  readonly rememberVoice: string;
  readonly saveProfile: string;
  readonly loadProfile: string;
  readonly forget: string;
  readonly cannotCalibrate: string;

  readonly modelTitle: string;
  readonly modelText: string;
  readonly modelShipped: string;
  readonly modelOwn: (name: string) => string;
  readonly modelKnows: string;
  readonly chooseModel: string;
  readonly backToShipped: string;

  readonly responsible: string;
  readonly responsibleLink: string;
  readonly privacy: string;
  readonly offline: string;

  readonly failed: string;
  readonly details: string;
  readonly errors: Readonly<Record<ErrorCode | "other" | "microphone", string>>;
  readonly emotions: Readonly<Record<string, string>>;
}
