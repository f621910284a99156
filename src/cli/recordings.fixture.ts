import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { EMOTIONS } from "../corpora/emotions.ts";
import { formatRavdessName } from "../corpora/schemes/ravdess.ts";
import { Random } from "../math/statistics/random.ts";

const SAMPLE_RATE = 16_000;

/** Files by their path within a source. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** The sound of an emotion, the same for the same arguments: a tone that is the emotion's own, some noise, the speaker's level. */
export function clip(
  emotion: number,
  speaker: number,
  repetition: number,
  seconds = 0.2,
): Uint8Array {
  const random = new Random(emotion * 1000 + speaker * 10 + repetition);
  const frequency = 200 * (emotion + 1) + 5 * speaker;
  const samples = Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => {
    const tone = Math.sin((2 * Math.PI * frequency * i) / SAMPLE_RATE);
    return (0.1 + 0.02 * speaker) * (tone + 0.1 * (random.uniform() - 0.5));
  });
  return encodeWav({ channels: [samples], sampleRate: SAMPLE_RATE });
}

/** A WAV file of digital silence. */
export function silence(seconds: number): Uint8Array {
  const samples = new Float32Array(seconds * SAMPLE_RATE);
  return encodeWav({ channels: [samples], sampleRate: SAMPLE_RATE });
}

/** Recordings with RAVDESS' names: each actor says each of the first `emotions` emotions twice. */
export function corpus(actors: readonly number[], emotions: number): Files {
  const files = actors.flatMap((actor) =>
    EMOTIONS.slice(0, emotions).flatMap((emotion, e) =>
      ([1, 2] as const).map((repetition): [string, Uint8Array] => {
        const name = formatRavdessName({
          modality: "audio-only",
          vocalChannel: "speech",
          emotion,
          intensity: "normal",
          statement: "Kids are talking by the door",
          repetition,
          actor,
        });
        return [`Actor_${String(actor).padStart(2, "0")}/${name}`, clip(e, actor, repetition)];
      }),
    ),
  );
  return Object.fromEntries(files);
}

/** Writes files below a folder, which is made. */
export async function putFiles(folder: string, files: Files): Promise<string> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** A zip that holds files uncompressed. */
export function storedZip(files: Files): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, bytes] of Object.entries(files)) {
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, place, name);
    parts.push(Buffer.from("PK\x03\x04"), common, name, Buffer.from(bytes));
    offset += 30 + name.length + bytes.length;
  }
  const listing = Buffer.concat(directory);
  const count = Object.keys(files).length;
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
