import type { Redis } from "ioredis";
import { AffektError } from "../../errors.ts";
import { reasonOf } from "../files/file.ts";

/** BullMQ and the client of Redis that it takes, which are optional packages. */
interface QueuePackages {
  readonly bullmq: typeof import("bullmq");
  readonly Redis: typeof Redis;
}

/** Loads the packages of queues. @throws {AffektError} `unsupported` where they are not installed. */
export async function queuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, ioredis] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, Redis: ioredis.Redis };
  } catch (cause) {
    throw new AffektError(
      "unsupported",
      `--redis needs two packages: npm install bullmq ioredis (${reasonOf(cause)})`,
      { cause },
    );
  }
}

/** How long the first connection may take. */
const CONNECT_MILLISECONDS = 5000;
/** The oldest Redis that BullMQ works with. */
const OLDEST = [6, 2] as const;

/** Connections to one Redis. */
export class RedisConnections {
  readonly main: Redis;
  readonly #others: Redis[] = [];

  /** Connects. @throws {AffektError} as `connectRedis`. */
  static async open(url: string): Promise<RedisConnections> {
    return new RedisConnections(await connectRedis(url));
  }

  private constructor(main: Redis) {
    this.main = main;
  }

  /** One more, for what needs one of its own. */
  another(): Redis {
    const other = this.main.duplicate();
    // it connects again by itself
    other.on("error", () => {});
    this.#others.push(other);
    return other;
  }

  close(): void {
    for (const one of [...this.#others, this.main]) one.disconnect();
  }
}

/**
 * A connection to Redis, by an address such as `redis://:password@host:6379` or `rediss://…` for TLS. It connects again when it is lost.
 * @throws {AffektError} `network` where no Redis answers at the address, or refuses; `unsupported` for one that is too old;
 * `invalid-argument` for what is no address.
 */
export async function connectRedis(url: string): Promise<Redis> {
  const address = addressOf(url);
  const { Redis: Client } = await queuePackages();
  let isFirst = true;
  const redis = new Client(url, {
    lazyConnect: true,
    // BullMQ asks for it
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MILLISECONDS,
    retryStrategy: (times) => (isFirst ? null : Math.min(2000, 100 * times)),
  });
  let reason: unknown;
  redis.on("error", (error: unknown) => (reason ??= error));
  try {
    await redis.connect();
    const version = /redis_version:(\d+)\.(\d+)/.exec(await redis.info("server"));
    const [major, minor] = [Number(version?.[1]), Number(version?.[2])];
    isFirst = false;
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return redis;
    redis.disconnect();
    throw new AffektError(
      "unsupported",
      `${address}: needs Redis ${OLDEST.join(".")} or newer, this is ${major}.${minor}`,
    );
  } catch (error) {
    redis.disconnect();
    if (error instanceof AffektError) throw error;
    throw new AffektError("network", `no Redis at ${address}: ${wordsOf(reason ?? error)}`, {
      cause: error,
    });
  }
}

/** An address without its password, for messages. */
function addressOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    if (protocol === "redis:" || protocol === "rediss:") return `${protocol}//${host}`;
  } catch {
    // said below
  }
  throw new AffektError(
    "invalid-argument",
    "--redis must be an address such as redis://host:6379 or rediss://user:password@host:6380",
  );
}

function wordsOf(error: unknown): string {
  const text = reasonOf(error);
  if (text.includes("NOAUTH")) return "it asks for a password; give redis://:password@host";
  if (text.includes("WRONGPASS")) return "the password is wrong";
  return text || "it does not answer";
}
