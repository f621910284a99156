import { deserialize, serialize } from "node:v8";
import { BoundedCache } from "../../math/bounded-cache.ts";
import type { SharedStore } from "./shared-store.ts";

/** Arrays of more bytes travel by the hash of their content. */
const INLINE_BYTES = 32_768;
/** What a machine keeps of shared arrays in memory. */
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

/** Stands for an array that is in the shared store. */
interface SharedArray {
  readonly sharedArray: { readonly name: string; readonly type: TypeName };
}

/** Turns structured-cloneable values into bytes and back; large arrays go through a store that machines share, each once. */
export class Payloads {
  readonly #store: SharedStore;
  /** Where arrays were put that were sent before. */
  readonly #names = new WeakMap<NumberArray, Promise<string>>();
  readonly #cache = new BoundedCache<SharedArrayBuffer>(
    ({ byteLength }) => byteLength,
    CACHED_BYTES,
  );

  constructor(store: SharedStore) {
    this.#store = store;
  }

  /** @throws {DataCloneError} for what cannot be cloned; {AffektError} `cannot-write`. */
  async encode(value: unknown): Promise<Uint8Array> {
    const names = new Map<NumberArray, string>();
    for (const array of largeArraysIn(value)) names.set(array, await this.#put(array));
    return serialize(shared(value, names));
  }

  /** @throws {AffektError} `not-found` where the store does not have an array. */
  async decode(bytes: Uint8Array): Promise<unknown> {
    const value: unknown = deserialize(bytes);
    const arrays = new Map<string, SharedArrayBuffer>();
    for (const name of sharedNamesIn(value)) arrays.set(name, await this.#get(name));
    return restored(value, arrays);
  }

  #put(array: NumberArray): Promise<string> {
    const known = this.#names.get(array);
    if (known !== undefined) return known;
    const copy = array.slice();
    const name = this.#store.put(new Uint8Array(copy.buffer, 0, copy.byteLength));
    this.#names.set(array, name);
    name.catch(() => this.#names.delete(array));
    return name;
  }

  async #get(name: string): Promise<SharedArrayBuffer> {
    const hash = name.slice(name.lastIndexOf("/") + 1);
    const known = this.#cache.peek(hash);
    if (known !== undefined) return known;
    const memory = threadsShared(await this.#store.get(name));
    return this.#cache.get(hash, () => memory);
  }
}

function isLarge(value: unknown): value is NumberArray {
  return typeName(value) !== undefined && (value as NumberArray).byteLength > INLINE_BYTES;
}

function largeArraysIn(value: unknown): NumberArray[] {
  return isLarge(value) ? [value] : partsOf(value).flatMap(largeArraysIn);
}

function sharedNamesIn(value: unknown): string[] {
  return isShared(value) ? [value.sharedArray.name] : partsOf(value).flatMap(sharedNamesIn);
}

/** A value with names in the place of large arrays. */
function shared(value: unknown, names: ReadonlyMap<NumberArray, string>): unknown {
  const type = typeName(value);
  if (type === undefined) return mapped(value, (part) => shared(part, names));
  const name = names.get(value as NumberArray);
  return name === undefined ? (value as NumberArray).slice() : { sharedArray: { name, type } };
}

/** A value with the arrays in the place of their names. */
function restored(value: unknown, arrays: ReadonlyMap<string, SharedArrayBuffer>): unknown {
  if (isShared(value)) {
    const { name, type } = value.sharedArray;
    return VIEWS[type](arrays.get(name)!);
  }
  return typeName(value) === undefined ? mapped(value, (part) => restored(part, arrays)) : value;
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
  if (Array.isArray(value)) return value.map(change);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
}

/** The parts of a list or of a plain object. */
function partsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isPlain(value) ? Object.values(value) : [];
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function isShared(value: unknown): value is SharedArray {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "sharedArray");
}
