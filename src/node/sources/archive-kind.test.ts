import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { archiveKind, assertNoArchive } from "./archive-kind.ts";

const text = (content: string): Uint8Array => Buffer.from(content, "latin1");
const tar = text("ustar\0".padStart(263, "\0"));

test.each([
  [gzipSync(tar), "a gzip file, such as .tar.gz"],
  [zstdCompressSync(tar), "a Zstandard file, such as .tar.zst"],
  [text("BZh91AY&SY"), "a bzip2 file, such as .tar.bz2"],
  [text("\xfd7zXZ\0\0"), "an xz file, such as .tar.xz"],
  [text("7z\xbc\xaf\x27\x1c\0\x04"), "a 7z archive"],
  [text("Rar!\x1a\x07\x01\0"), "a RAR archive"],
  [tar, "a tar archive"],
  [text("RIFF"), undefined],
  [text("PK\x03\x04"), undefined],
  [text(""), undefined],
])("%#: %s", (bytes, kind) => {
  expect(archiveKind(bytes)).toBe(kind);
});

test("an archive is refused with what to do, a recording is not", async () => {
  const folder = await mkdtemp(join(tmpdir(), "affekt-archives-"));
  const [archive, recording] = [join(folder, "a.tar.gz"), join(folder, "a.wav")];
  await writeFile(archive, gzipSync(tar));
  await writeFile(recording, "RIFF");
  await assertNoArchive(recording);
  await expect(assertNoArchive(archive)).rejects.toMatchObject({
    code: "unsupported",
    message: `${archive} is a gzip file, such as .tar.gz; unpack it and give the folder, or pack the recordings as a zip`,
  });
  await expect(assertNoArchive(join(folder, "gone"))).rejects.toMatchObject({ code: "not-found" });
  await rm(folder, { recursive: true });
});
