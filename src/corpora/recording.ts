/** What is known of a recording without listening to it. */
export interface Labels {
  /** `ravdess`, `crema-d`, `tess`, `emo-db`, or as a manifest names it. */
  readonly corpus?: string;
  /** One of the canonical emotions where a corpus is known, a manifest's own word elsewhere. */
  readonly emotion?: string;
  /** As the corpus names the speaker: `01` is RAVDESS' actor 1. */
  readonly speaker?: string;
  readonly sex?: Sex;
  /** As the corpus grades it, such as `normal` and `strong`. */
  readonly intensity?: string;
  /** What is said. */
  readonly statement?: string;
}

/** The sex of a speaker, as the corpora give it. */
export type Sex = "female" | "male";

/** What is known of one recording of a source. */
export interface KnownRecording extends Labels {
  /** As the user named the source. */
  readonly source: string;
  /** Path within the source, separated by `/`. */
  readonly path: string;
  /** A manifest's columns apart from `path` and the labels, as they are. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** Tells whether bytes are still those that they were. */
export interface Stamp {
  /** Where they are; one place has one stamp at a time. */
  readonly place: string;
  /** Changes when they do. */
  readonly state: string;
}

/** Access to a recording's bytes. A signal ends the waiting for what comes through a pipe. */
export interface RecordingBytes {
  /**
   * All bytes at once.
   * @throws {AffektError} `not-found` or `unreadable`, naming the file; `interrupted`.
   */
  readonly read: (signal?: AbortSignal) => Promise<Uint8Array>;
  /** The same, but in pieces where they are too many to be held at once, or have no end yet. Errors: as `read`. */
  readonly content: (signal?: AbortSignal) => Promise<Uint8Array | AsyncIterable<Uint8Array>>;
  /** What the bytes are known again by without reading them; undefined where they cannot be. */
  readonly stamp?: () => Stamp | undefined;
  /** The file on disk whose bytes they are, if it is one. */
  readonly file?: string;
  /** The bytes come only once, as those of standard input do. */
  readonly once?: true;
}

/** One recording of a source. */
export interface Recording extends KnownRecording, RecordingBytes {}

/** What is known of a recording, without the way to its bytes. */
export function knownOf({
  read: _read,
  content: _content,
  stamp: _stamp,
  file: _file,
  once: _once,
  ...known
}: Recording): KnownRecording {
  return known;
}

/** Something in a source that is not as it should be. */
export interface SourceProblem {
  /** As the user named the source. */
  readonly source: string;
  /** Within the source. */
  readonly path: string;
  readonly reason: string;
}

/** What tells speakers apart: corpus and name, since two corpora's speaker 1 are two people; `undefined` where the speaker is unknown. */
export function speakerId({ corpus, speaker }: Labels): string | undefined {
  if (speaker === undefined) return undefined;
  return corpus === undefined ? speaker : `${corpus}/${speaker}`;
}
