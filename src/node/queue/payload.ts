import { deserialize, serialize } from "node:v8";
import { BoundedCache } from "../../math/bounded-cache.ts";
import type { SharedStore } from "./shared-folder.ts";

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
  readonly sharedArray: { readonly hash: string; readonly type: TypeName };
}

/** Turns structured-cloneable values into bytes and back; large arrays go through a store that machines share, each once. */
export class Payloads {
  readonly #store: SharedStore;
  readonly #hashes = new WeakMap<NumberArray, string>();
  readonly #cache = new BoundedCache<SharedArrayBuffer>(
    ({ byteLength }) => byteLength,
    CACHED_BYTES,
  );

  constructor(store: SharedStore) {
    this.#store = store;
  }

  /** @throws {DataCloneError} for what cannot be cloned; {AffektError} `cannot-write`. */
  encode(value: unknown): Uint8Array {
    return serialize(this.#shared(value));
  }

  /** @throws {AffektError} `not-found` where the store does not have an array. */
  decode(bytes: Uint8Array): unknown {
    return this.#restored(deserialize(bytes));
  }

  #shared(value: unknown): unknown {
    const type = typeName(value);
    if (type !== undefined) {
      const array = value as NumberArray;
      return array.byteLength > INLINE_BYTES
        ? { sharedArray: { hash: this.#put(array), type } }
        : array.slice();
    }
    return mapped(value, (own) => this.#shared(own));
  }

  #put(array: NumberArray): string {
    const known = this.#hashes.get(array);
    if (known !== undefined) return known;
    const copy = array.slice();
    const hash = this.#store.put(new Uint8Array(copy.buffer, 0, copy.byteLength));
    this.#hashes.set(array, hash);
    return hash;
  }

  #restored(value: unknown): unknown {
    if (isShared(value)) {
      const { hash, type } = value.sharedArray;
      const shared = this.#cache.get(hash, () => threadsShared(this.#store.get(hash)));
      return VIEWS[type](shared);
    }
    return typeName(value) === undefined ? mapped(value, (own) => this.#restored(own)) : value;
  }
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
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
}

function isShared(value: unknown): value is SharedArray {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "sharedArray");
}
