import { execFileSync } from "node:child_process";

/** Recordings one after the other, mono at a rate in Hz, in one of ffmpeg's formats. */
export function decoded(files: readonly string[], rate: number, format: string): Buffer {
  const words = `-ac 1 -ar ${rate} -f ${format} -`.split(" ");
  return Buffer.concat(
    files.map((file) =>
      execFileSync("ffmpeg", ["-v", "error", "-i", file, ...words], { maxBuffer: 1e9 }),
    ),
  );
}
