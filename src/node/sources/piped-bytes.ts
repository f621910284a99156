import { constants, fstatSync, openSync, realpathSync, type Stats, statSync } from "node:fs";
import { Socket } from "node:net";
import { resolve } from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import { isatty } from "node:tty";
import type { RecordingBytes } from "../../corpora/recording.ts";
import { AffektError } from "../../errors.ts";
import { concatenateBytes } from "../../math/concatenate.ts";
import { fileError, plainBytes } from "../files/file.ts";

/** More than this from a pipe is not held at once. */
const MAX_HELD_BYTES = 2 ** 29;
/** Paths of open file descriptors. */
const DESCRIPTORS = /^\/(?:dev\/stdin|(?:dev|proc\/(?:self|\d+))\/fd\/(?<number>\d+))$/u;
const STANDARD_INPUT = 0;

/** Bytes that come once, from a FIFO, a process substitution (`<(…)`), `/dev/stdin` or a socket. Nothing is opened before they are asked for. */
export interface PipedBytes extends RecordingBytes {
  readonly once: true;
  /**
   * Their beginning: `count` bytes or more, or all there are. `read` and `content` give it again.
   * @throws {AffektError} as `content`.
   */
  readonly peek: (count: number, signal?: AbortSignal) => Promise<Uint8Array>;
}

/**
 * The bytes at a path that is no regular file. Those of a device refuse to be read, since they may never end.
 * Undefined for regular files, folders, `/dev/null` and where there is nothing.
 */
export function pipedBytes(path: string, name = path): PipedBytes | undefined {
  const descriptor = descriptorOf(path);
  const stats = statsOf(path);
  if (stats === undefined || stats.isFile() || stats.isDirectory() || isNull(stats)) {
    return undefined;
  }
  if (descriptor === STANDARD_INPUT) return standardInput(name);
  if (isDevice(stats)) return device(name);
  return piped(name, () => {
    // a FIFO is opened whether anybody writes into it or not: to wait for that would keep a thread, and the process with it
    const fd = descriptor ?? openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  });
}

/** Standard input, whatever it is. */
export function standardInput(name = "standard input"): PipedBytes {
  const isEndless = isDevice(fstatSync(STANDARD_INPUT)) && !isatty(STANDARD_INPUT);
  return isEndless ? device(name) : piped(name, () => process.stdin);
}

/** The file itself where a path is that of a descriptor, which is another file in other processes. */
export function realFile(path: string): string {
  return descriptorOf(path) === undefined ? path : realpathSync(path);
}

/** Bytes of the stream that `open` starts. */
function piped(name: string, open: () => Readable): PipedBytes {
  let source: AsyncIterator<Uint8Array> | undefined;
  const start = (signal: AbortSignal | undefined): AsyncIterator<Uint8Array> =>
    (source ??= piecesOf(open, name, signal));
  const ahead: Uint8Array[] = [];

  async function peek(count: number, signal?: AbortSignal): Promise<Uint8Array> {
    let length = ahead.reduce((sum, piece) => sum + piece.length, 0);
    while (length < count) {
      const { done = false, value } = await start(signal).next();
      if (done) break;
      ahead.push(value);
      length += value.length;
    }
    return concatenateBytes(ahead);
  }

  async function* pieces(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const stream = start(signal);
    try {
      yield* ahead.splice(0);
      for (let next = await stream.next(); next.done !== true; next = await stream.next()) {
        yield next.value;
      }
    } finally {
      await stream.return?.();
    }
  }

  async function read(signal?: AbortSignal): Promise<Uint8Array> {
    const held: Uint8Array[] = [];
    let length = 0;
    for await (const piece of pieces(signal)) {
      length += piece.length;
      if (length > MAX_HELD_BYTES) {
        throw new AffektError(
          "unsupported",
          `${name}: more than 512 MB cannot be taken from a pipe at once; save it to a file first`,
        );
      }
      held.push(piece);
    }
    return concatenateBytes(held);
  }

  return { once: true, peek, read, content: async (signal) => pieces(signal) };
}

/**
 * The bytes of a stream as they come.
 * @throws {AffektError} `interrupted` as soon as the signal is aborted, `unreadable`.
 */
async function* piecesOf(
  open: () => Readable,
  name: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, undefined> {
  try {
    const stream = open();
    if (signal !== undefined) addAbortSignal(signal, stream);
    for await (const piece of stream) yield plainBytes(piece as Buffer);
  } catch (error) {
    if (signal?.aborted) {
      throw new AffektError("interrupted", `${name}: interrupted`, { cause: signal.reason });
    }
    throw error instanceof AffektError ? error : fileError(error, name);
  }
}

function device(name: string): PipedBytes {
  return piped(name, () => {
    throw new AffektError("unreadable", `${name}: is a device, not a recording`);
  });
}

/** Undefined where there is nothing, or nothing that may be looked at: to read it will say why. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function descriptorOf(path: string): number | undefined {
  const found = DESCRIPTORS.exec(resolve(path));
  return found === null ? undefined : Number(found.groups!["number"] ?? STANDARD_INPUT);
}

function isDevice(stats: Stats): boolean {
  return (stats.isCharacterDevice() || stats.isBlockDevice()) && !isNull(stats);
}

/** Whether this is `/dev/null`, which ends at once. */
function isNull({ rdev }: Stats): boolean {
  return rdev !== 0 && rdev === statsOf("/dev/null")?.rdev;
}
