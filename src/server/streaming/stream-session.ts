import * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import type { SampleModel } from "../../prediction/streaming/stream-analyser.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { StreamingPredictor } from "../../prediction/streaming/streaming-predictor.ts";
import { samplesOf } from "./audio-frame.ts";
import { Refusal, refusalOf } from "../refusal.ts";
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
  /** @throws {Refusal} 404 */
  readonly modelNamed: (name: string | undefined) => SampleModel;
  readonly signal: AbortSignal;
}

/** A session of `/v1/stream`: settings and audio frames come in, measurements go out. What is refused leaves the session open. */
export class StreamSession {
  readonly #options: SessionOptions;
  #settings: SessionSettings = complete(SESSION, {}, "session.update");
  #stream: StreamingPredictor | undefined;
  #isEnding = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    options.connection.send({ type: "session.created", settings: this.#settings });
  }

  /** Takes a message of the client: text, or the bytes of an audio frame. */
  async take(message: string | Uint8Array): Promise<void> {
    try {
      if (typeof message === "string") this.#takeText(message);
      else await this.#takeFrame(message);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Ends the stream and sends the remaining events. */
  end(): void {
    this.#isEnding = true;
    if (this.#stream === undefined) this.#finish();
    else this.#stream.end();
  }

  #takeText(text: string): void {
    const message = clientMessageOf(text);
    if (message.type === "session.end") {
      this.end();
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

  async #takeFrame(frame: Uint8Array): Promise<void> {
    const samples = samplesOf(frame, this.#settings.encoding);
    if (this.#isEnding) throw new Refusal(409, "conflict", "audio after session.end");
    this.#stream ??= this.#start();
    const { connection } = this.#options;
    connection.pause();
    try {
      await this.#stream.push(samples);
    } finally {
      connection.resume();
    }
  }

  #start(): StreamingPredictor {
    const { encoding, model, ...options } = this.#settings;
    const { modelNamed, signal } = this.#options;
    const stream = new StreamingPredictor(modelNamed(model), { ...options, signal });
    void this.#read(stream);
    return stream;
  }

  async #read(stream: StreamingPredictor): Promise<void> {
    try {
      for await (const event of stream) this.#options.connection.send(messageOf(event));
    } catch (error) {
      this.#tell(error);
    }
    this.#finish();
  }

  #finish(): void {
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
