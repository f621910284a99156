import { startsWith } from "./bytes.ts";

/** Beginnings of text files that stand in for a recording, and their descriptions. */
const STAND_INS: readonly (readonly [beginning: RegExp, found: string])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\//u,
    "is a Git LFS pointer, not the recording itself; run `git lfs pull` in its repository to download that",
  ],
  [
    /^(?:\.\.\/|\/)[^\n]*\bannex\/objects\//u,
    "is a git-annex pointer, not the recording itself; run `git annex get` in its repository to download that",
  ],
  [
    /^\s*<(?:!doctype html|html|head|\?xml|Error)\b/iu,
    "is a web page (HTML or XML), not a recording; the download may have failed",
  ],
];

/** Describes a file that stands in for a recording, such as a Git LFS pointer. Undefined for other content. */
export function describeStandIn(bytes: Uint8Array): string | undefined {
  const text = textOf(bytes.subarray(0, 40));
  return text && STAND_INS.find(([beginning]) => beginning.test(text))?.[1];
}

/** The first bytes of a file that is no audio, to follow "it". */
export function describeStart(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 40);
  const text = textOf(head);
  if (text !== undefined) return `starts with the text ${JSON.stringify(text)}`;
  const hex = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  return `starts with the bytes ${hex.join(" ")}`;
}

/** Whether a file is text, by its first bytes. */
export function isText(bytes: Uint8Array): boolean {
  return textOf(bytes.subarray(0, 40)) !== undefined;
}

function textOf(head: Uint8Array): string | undefined {
  if (!head.every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13))) return undefined;
  const text = new TextDecoder().decode(startsWith(head, "\xef\xbb\xbf") ? head.subarray(3) : head);
  // the last character may be cut off
  return text.slice(0, -1).includes("\ufffd") ? undefined : text.replace(/\ufffd$/u, "");
}
