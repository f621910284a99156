import type { Runtime, Session, SessionOptions } from "./runtime.ts";

/** A runtime that keeps its sessions: a graph that comes again, byte by byte, is not compiled again. Their users' `release` frees nothing; its own frees all. */
export class KeptSessions implements Runtime {
  readonly name: string;
  readonly #runtime: Runtime;
  readonly #sessions: { model: Uint8Array; threads: number; session: Promise<Session> }[] = [];

  constructor(runtime: Runtime) {
    this.name = runtime.name;
    this.#runtime = runtime;
  }

  async createSession(model: Uint8Array, { threads = 1 }: SessionOptions = {}): Promise<Session> {
    let kept = this.#sessions.find((one) => one.threads === threads && areEqual(one.model, model));
    if (kept === undefined) {
      kept = { model, threads, session: this.#runtime.createSession(model, { threads }) };
      this.#sessions.push(kept);
    }
    const session = await kept.session;
    return { run: (feeds, into) => session.run(feeds, into), release: async () => {} };
  }

  /** Frees all sessions. */
  async release(): Promise<void> {
    const sessions = this.#sessions.splice(0);
    for (const { session } of sessions) await (await session).release();
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
