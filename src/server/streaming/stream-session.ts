import * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { Refusal, refusalOf } from "../refusal.ts";
import { checkFrame } from "./audio-frame.ts";
import type { SessionThreads, SoundStream } from "./session-threads.ts";
import { CLIENT_MESSAGE, SESSION, type SessionSettings } from "./stream-messages.ts";

/** The connection that a session talks through. */
export interface SessionConnection {
  send(message: object): void;
  /** Takes no more messages until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Options of `StreamSession`. */
export interface SessionOptions {
  readonly connection: SessionConnection;
  readonly threads: Pick<SessionThreads, "open">;
  /** The name of the model that answers. @throws {Refusal} 404 */
  readonly modelNamed: (name: string | undefined) => string;
}

/** A session of `/v1/stream`: settings and audio frames come in, measurements go out. What is refused leaves the session open. */
export class StreamSession {
  readonly #options: SessionOptions;
  #settings: SessionSettings = complete(SESSION, {}, "session.update");
  #stream: SoundStream | undefined;
  #isEnding = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    options.connection.send({ type: "session.created", settings: this.#settings });
  }

  /** Takes a message of the client: text, or the bytes of an audio frame. */
  take(message: string | Uint8Array): void {
    try {
      if (typeof message === "string") this.#takeText(message);
      else this.#takeFrame(message);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Ends the session with an error, such as that of a client that is silent for too long. */
  fail(error: unknown): void {
    this.close();
    this.#finish(error);
  }

  /** The connection is gone. */
  close(): void {
    this.#stream?.close();
  }

  #takeText(text: string): void {
    const message = clientMessageOf(text);
    if (message.type === "session.end") {
      if (this.#isEnding) throw new Refusal(409, "conflict", "session.end came before");
      this.#isEnding = true;
      if (this.#stream === undefined) this.#finish();
      else this.#stream.end();
      return;
    }
    if (this.#stream !== undefined) {
      throw new Refusal(409, "conflict", "session.update comes before the first audio frame");
    }
    const { type, ...given } = message;
    const settings = complete(SESSION, { ...this.#settings, ...given }, type);
    this.#options.modelNamed(settings.model);
    this.#settings = settings;
    this.#options.connection.send({ type: "session.updated", settings });
  }

  #takeFrame(frame: Uint8Array): void {
    checkFrame(frame, this.#settings.encoding);
    if (this.#isEnding) throw new Refusal(409, "conflict", "audio after session.end");
    this.#stream ??= this.#start();
    this.#stream.push(frame);
  }

  #start(): SoundStream {
    const { connection, threads, modelNamed } = this.#options;
    return threads.open(modelNamed(this.#settings.model), this.#settings, {
      onEvent: (event) => connection.send(messageOf(event)),
      onFull: (isFull) => (isFull ? connection.pause() : connection.resume()),
      onEnd: (error) => this.#finish(error),
    });
  }

  #finish(error?: unknown): void {
    this.#isEnding = true;
    if (error !== undefined) this.#tell(error);
    this.#options.connection.send({ type: "session.ended" });
    this.#options.connection.close();
  }

  #tell(error: unknown): void {
    const { code, message } = refusalOf(error);
    this.#options.connection.send({ type: "error", code, message });
  }
}

function clientMessageOf(text: string): v.InferOutput<typeof CLIENT_MESSAGE> {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (cause) {
    throw new AffektError("invalid-argument", "a text message is not JSON", { cause });
  }
  const checked = v.safeParse(CLIENT_MESSAGE, message);
  if (checked.success) return checked.output;
  throw new AffektError(
    "invalid-argument",
    'a message has the type "session.update" or "session.end"; audio frames are binary',
  );
}

function messageOf(event: StreamEvent): object {
  const { type, ...rest } = event;
  if (type === "window") return { type: "measurement", ...rest };
  return { type: type === "utterance" ? "utterance.end" : "utterance.start", ...rest };
}
