import { env } from "onnxruntime-web/wasm";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import encoder from "../../../models/encoder.onnx?url";
import model from "../../../models/default.onnx?url";
import { setModelFiles } from "../../../src/browser/model-files.ts";
import { fetchBytes } from "../../../src/bytes.ts";

/** Of the page's own cache; their names hold a hash of their contents. */
const CACHE = "affekt-models";
const ADDRESSES = [wasm, encoder, model];

/**
 * Gets ONNX Runtime, the voice encoder and the default model, all at once, and tells how many bytes have come. They are kept for the next visit,
 * with or without a network.
 * @throws {AffektError} `not-found`, `network`; the next call asks again for what did not come.
 */
export async function downloadAll(onProgress: (received: number) => void): Promise<void> {
  const received = new Map<string, number>();
  const kept = await openCache();
  const files = await Promise.all(
    ADDRESSES.map((address) =>
      bytesOf(address, kept, (count) => {
        received.set(address, count);
        onProgress([...received.values()].reduce((sum, one) => sum + one, 0));
      }),
    ),
  );
  const [runtime, encoderBytes, modelBytes] = files as [ArrayBuffer, ArrayBuffer, ArrayBuffer];
  env.wasm.wasmBinary = runtime;
  setModelFiles({ encoder: encoderBytes, model: modelBytes });
}

async function bytesOf(
  address: string,
  kept: Cache | undefined,
  onProgress: (received: number) => void,
): Promise<ArrayBuffer> {
  const known = await kept?.match(address);
  if (known !== undefined) return known.arrayBuffer();
  const name = address.replace(/^.*\//, "");
  const bytes = (await fetchBytes(address, { name, onProgress })) as Uint8Array<ArrayBuffer>;
  await kept?.put(address, new Response(bytes)).catch(() => {}); // the device is full
  return bytes.buffer;
}

/** The cache without files of other versions of the page; undefined where there is none: without https:, or where the browser forbids it. */
async function openCache(): Promise<Cache | undefined> {
  try {
    const cache = await caches.open(CACHE);
    const current = new Set(ADDRESSES.map((address) => new URL(address, location.href).href));
    for (const request of await cache.keys()) {
      if (!current.has(request.url)) await cache.delete(request);
    }
    return cache;
  } catch {
    return undefined;
  }
}
