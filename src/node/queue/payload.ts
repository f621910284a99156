import { deserialize, serialize } from "node:v8";
import { BoundedCache } from "../../math/bounded-cache.ts";
import type { SharedStore } from "./shared-store.ts";

/** Arrays of more bytes travel by the hash of their content. */
const INLINE_BYTES = 32_768;
/** Lists of more numbers or texts do so, too: those of a search's clips are the same for all of its trials. */
const INLINE_ITEMS = 256;
/** What a machine keeps of them in memory. */
const CACHED_BYTES = 2 ** 29;

const TYPES = { Float32Array, Float64Array, Uint8Array, Uint32Array };
/** Arrays over memory that threads share. */
const VIEWS: Readonly<Record<TypeName, (memory: SharedArrayBuffer) => NumberArray>> = {
  Float32Array: (memory) => new Float32Array(memory),
  Float64Array: (memory) => new Float64Array(memory),
  Uint8Array: (memory) => new Uint8Array(memory),
  Uint32Array: (memory) => new Uint32Array(memory),
};
type TypeName = keyof typeof TYPES;
type NumberArray = Float32Array | Float64Array | Uint8Array | Uint32Array;
type PlainList = readonly (string | number)[];
type Large = NumberArray | PlainList;

/** Stands for an array or a list that is in the shared store. */
interface Stored {
  readonly storedValue: { readonly name: string; readonly type: TypeName | "list" };
}

/** What a machine keeps of the store, with its size there. */
interface Kept {
  readonly value: SharedArrayBuffer | PlainList;
  readonly bytes: number;
}

/** Turns structured-cloneable values into bytes and back; what is large goes through a store that machines share, each once. */
export class Payloads {
  readonly #store: SharedStore;
  /** Where values were put that were sent before. */
  readonly #names = new WeakMap<Large, Promise<string>>();
  readonly #cache = new BoundedCache<Kept>(({ bytes }) => bytes, CACHED_BYTES);

  constructor(store: SharedStore) {
    this.#store = store;
  }

  /** Arrays and lists must not change once they were sent. @throws {DataCloneError} for what cannot be cloned; {AffektError} `cannot-write`. */
  async encode(value: unknown): Promise<Uint8Array> {
    const names = new Map<Large, string>();
    for (const large of largeIn(value)) names.set(large, await this.#put(large));
    return serialize(withNames(value, names));
  }

  /** @throws {AffektError} `not-found` where the store does not have a value. */
  async decode(bytes: Uint8Array): Promise<unknown> {
    const value: unknown = deserialize(bytes);
    const kept = new Map<Stored, Kept>();
    for (const one of storedIn(value)) kept.set(one, await this.#get(one));
    return restored(value, kept);
  }

  #put(large: Large): Promise<string> {
    const known = this.#names.get(large);
    if (known !== undefined) return known;
    const name = this.#store.put(bytesOf(large));
    this.#names.set(large, name);
    name.catch(() => this.#names.delete(large));
    return name;
  }

  async #get({ storedValue: { name, type } }: Stored): Promise<Kept> {
    const isList = type === "list";
    const hash = name.slice(name.lastIndexOf("/") + 1);
    const key = isList ? `list ${hash}` : hash;
    const known = this.#cache.peek(key);
    if (known !== undefined) return known;
    const bytes = await this.#store.get(name);
    return this.#cache.get(key, () => ({
      value: isList ? (deserialize(bytes) as PlainList) : threadsShared(bytes),
      bytes: bytes.byteLength,
    }));
  }
}

function isLarge(value: unknown): value is Large {
  return isPlainList(value)
    ? value.length > INLINE_ITEMS
    : typeName(value) !== undefined && (value as NumberArray).byteLength > INLINE_BYTES;
}

/** Whether it is a list of nothing but numbers and texts. */
function isPlainList(value: unknown): value is PlainList {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === "number" || typeof item === "string")
  );
}

function bytesOf(large: Large): Uint8Array {
  if (isPlainList(large)) return serialize(large);
  const copy = large.slice();
  return new Uint8Array(copy.buffer, 0, copy.byteLength);
}

function largeIn(value: unknown): Large[] {
  return isLarge(value) ? [value] : partsOf(value).flatMap(largeIn);
}

function storedIn(value: unknown): Stored[] {
  return isStored(value) ? [value] : partsOf(value).flatMap(storedIn);
}

/** A value with names in the place of what is large. */
function withNames(value: unknown, names: ReadonlyMap<Large, string>): unknown {
  const name = names.get(value as Large);
  const type = typeName(value);
  if (name !== undefined) return { storedValue: { name, type: type ?? "list" } };
  if (type !== undefined) return (value as NumberArray).slice();
  return mapped(value, (part) => withNames(part, names));
}

/** A value with what is large in the place of its names. */
function restored(value: unknown, kept: ReadonlyMap<Stored, Kept>): unknown {
  if (!isStored(value)) return mapped(value, (part) => restored(part, kept));
  const { value: own } = kept.get(value)!;
  const { type } = value.storedValue;
  return type === "list" ? own : VIEWS[type](own as SharedArrayBuffer);
}

/** Bytes in memory that threads share. */
function threadsShared(bytes: Uint8Array): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}

function typeName(value: unknown): TypeName | undefined {
  const names = Object.keys(TYPES) as TypeName[];
  return ArrayBuffer.isView(value) ? names.find((name) => value instanceof TYPES[name]) : undefined;
}

/** A list or a plain object with its parts changed; anything else as it is. */
function mapped(value: unknown, change: (part: unknown) => unknown): unknown {
  if (isPlainList(value)) return value;
  if (Array.isArray(value)) return value.map(change);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
}

/** The parts of a list or of a plain object. */
function partsOf(value: unknown): readonly unknown[] {
  if (isPlainList(value)) return [];
  if (Array.isArray(value)) return value;
  return isPlain(value) ? Object.values(value) : [];
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function isStored(value: unknown): value is Stored {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "storedValue");
}
