import { expect, test } from "vitest";
import { FormReader } from "./form-reader.ts";
import { SharedBytes } from "./shared-bytes.ts";

interface Part {
  readonly name: string;
  readonly file?: string;
  readonly content: string;
}

function formOf(parts: readonly Part[], boundary: string): string {
  const texts = parts.map(({ name, file, content }) => {
    const place = `name="${name}"${file === undefined ? "" : `; filename="${file}"`}`;
    return `--${boundary}\r\ncontent-disposition: form-data; ${place}\r\n\r\n${content}\r\n`;
  });
  return `${texts.join("")}--${boundary}--\r\n`;
}

async function read(form: string, boundary = "x", size = 7): Promise<[name: string, text: string]> {
  const bytes = new SharedBytes(form.length);
  const reader = new FormReader(`multipart/form-data; boundary=${boundary}`, bytes);
  const all = Buffer.from(form);
  for (let at = 0; at < all.length; at += size) reader.push(all.subarray(at, at + size));
  return [await reader.end(), Buffer.from(bytes.bytes).toString()];
}

const file = { name: "file", file: "a.wav", content: "the\r\n--sound\0" };

test.each([1, 7, 1000])("the file in pieces of %i bytes", async (size) => {
  expect(await read(formOf([file], "x"), "x", size)).toEqual(["a.wav", file.content]);
});

test("the first one, among other parts", async () => {
  const parts = [
    { name: "note", content: "hello" },
    { ...file, name: "other" },
    file,
    { ...file, content: "second" },
  ];
  expect(await read(formOf(parts, "x"))).toEqual(["a.wav", file.content]);
});

test.each([
  ["C:\\me\\hello.wav", "hello.wav"],
  ["../../hello.wav", "hello.wav"],
  ["", "recording"],
])("the name %s", async (given, name) => {
  expect((await read(formOf([{ ...file, file: given }], "x")))[0]).toBe(name);
});

test.each([
  [
    "no file",
    formOf([{ name: "file", content: "text" }], "x"),
    "the form has no file in its part `file`",
  ],
  [
    "another part",
    formOf([{ ...file, name: "audio" }], "x"),
    "the form has no file in its part `file`",
  ],
  ["no end", formOf([file], "x").slice(0, -8), "the body is not the form that its type says"],
])("a form with %s is refused", async (_, form, message) => {
  await expect(read(form)).rejects.toMatchObject({ status: 400, message });
});

test("a form without a boundary is refused", () => {
  expect(() => new FormReader("multipart/form-data", new SharedBytes(1))).toThrow("not the form");
});
