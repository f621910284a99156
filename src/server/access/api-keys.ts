import { createHash, randomBytes } from "node:crypto";
import { AffektError } from "../../errors.ts";

/** A key for the server's users, of 256 random bits. */
export function newApiKey(): string {
  return `affekt_${randomBytes(32).toString("base64url")}`;
}

/** The SHA-256 of a key, as the server keeps it. */
export function hashOfKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/**
 * The hashes in a file of keys: one per line; text behind `#` is a comment.
 * @throws {AffektError} `bad-data` naming the line that is no hash, or if there is none.
 */
export function parseKeyHashes(text: string, name: string): ReadonlySet<string> {
  const hashes = new Set<string>();
  for (const [i, line] of text.split("\n").entries()) {
    const hash = line.replace(/#.*/, "").trim().toLowerCase();
    if (hash === "") continue;
    if (!/^[0-9a-f]{64}$/.test(hash)) {
      throw new AffektError(
        "bad-data",
        `${name} line ${i + 1}: is not the SHA-256 of a key; affekt serve --new-api-key makes one`,
      );
    }
    hashes.add(hash);
  }
  if (hashes.size === 0) throw new AffektError("bad-data", `${name}: has no key`);
  return hashes;
}

/** The key in a request: of `Authorization: Bearer`, of `X-API-Key`, or the WebSocket protocol `key.…`, since pages set no headers there. */
export function keyIn(headers: Headers): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const protocols = (headers.get("sec-websocket-protocol") ?? "").split(",");
  const protocol = protocols.map((one) => one.trim()).find((one) => one.startsWith("key."));
  return bearer ?? headers.get("x-api-key") ?? protocol?.slice("key.".length);
}
