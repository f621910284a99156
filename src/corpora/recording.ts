import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import type { Segment } from "../features/extraction/cutter.ts";
import type { Labels } from "./labels.ts";

/** A recording: its location and its labels. */
export interface RecordingIdentity extends Labels {
  /** The name of the source that the user gave. */
  readonly source: string;
  /** Path within the source, separated by `/`; with the source in front where another source has the same path. */
  readonly path: string;
  /** The path shown to users; default `path`. */
  readonly name?: string;
  /** A manifest's columns that are no labels, as they are. */
  readonly columns?: Readonly<Record<string, string>>;
  /** The same for recordings of one take, where their names tell: in another encoding, at another rate, as a video. */
  readonly take?: string;
}

/** A segment of a recording with labels of its own. */
export interface LabelledSegment extends Segment, Labels {
  readonly columns?: Readonly<Record<string, string>>;
}

/** The state of a file by which it is recognised without reading it. */
export interface Stamp {
  /** The location of the bytes; a location has one stamp at a time. */
  readonly place: string;
  /** Changes when the bytes do. */
  readonly state: string;
}

/** Access to a recording's bytes. A signal ends the wait for what comes through a pipe. */
export interface RecordingBytes {
  /** All bytes. @throws {AffektError} `not-found` or `unreadable`, naming the file; `interrupted`. */
  readonly read: (signal?: AbortSignal) => Promise<Uint8Array>;
  /** The bytes, in pieces where they are too many to be held at once or have no end yet. @throws as `read`. */
  readonly content: (signal?: AbortSignal) => Promise<Uint8Array | AsyncIterable<Uint8Array>>;
  /** Absent or `undefined` where the bytes cannot be recognised. */
  readonly stamp?: () => Stamp | undefined;
  /** The file on disk with exactly these bytes. */
  readonly file?: string;
  /** The bytes can be read only once, such as those of standard input. */
  readonly once?: true;
}

/** A recording of a source. */
export interface Recording extends RecordingIdentity, RecordingBytes {
  /** The clips of the recording, each with labels that go before the recording's. Absent where the whole is labelled. */
  readonly segments?: readonly LabelledSegment[];
  /** The features of a row of a feature table, which has no audio. */
  readonly extracted?: { readonly clip: Clip; readonly info: RecordingInfo };
}

/** A recording without its bytes and segments. */
export function identityOf({
  read: _read,
  content: _content,
  stamp: _stamp,
  file: _file,
  once: _once,
  segments: _segments,
  extracted: _extracted,
  ...identity
}: Recording): RecordingIdentity {
  return identity;
}
