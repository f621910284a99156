import type { Runtime, Session, SessionOptions } from "./runtime.ts";

/**
 * A runtime that caches its sessions: a graph that comes again, byte for byte, is not compiled again. The `release` of a session frees
 * nothing. The `release` of the cache frees all.
 */
export class SessionCache implements Runtime {
  readonly name: string;
  readonly #runtime: Runtime;
  readonly #sessions: { model: Uint8Array; threads: number; session: Promise<Session> }[] = [];

  constructor(runtime: Runtime) {
    this.name = runtime.name;
    this.#runtime = runtime;
  }

  async createSession(model: Uint8Array, { threads = 1 }: SessionOptions = {}): Promise<Session> {
    let cached = this.#sessions.find(
      (one) => one.threads === threads && areEqual(one.model, model),
    );
    if (cached === undefined) {
      cached = { model, threads, session: this.#runtime.createSession(model, { threads }) };
      this.#sessions.push(cached);
    }
    const session = await cached.session;
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
