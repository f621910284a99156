import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvReader, readCsv } from "./csv-reading.ts";

const encoder = new TextEncoder();

function read(text: string) {
  return readCsv(encoder.encode(text), "x.csv");
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

describe("what spreadsheets and programs write", () => {
  const PLAIN = "path,emotion,age\na b.wav,happy,33\nc.wav,,8\n";
  const CELLS = [
    ["a b.wav", "happy", "33"],
    ["c.wav", "", "8"],
  ];

  test.each([
    ["commas", PLAIN, 2],
    ["semicolons", PLAIN.replaceAll(",", ";"), 2],
    ["tabs", PLAIN.replaceAll(",", "\t"), 2],
    ["bars", PLAIN.replaceAll(",", "|"), 2],
    ["CRLF", PLAIN.replaceAll("\n", "\r\n"), 2],
    ["CR", PLAIN.replaceAll("\n", "\r"), 2],
    ["no line break at the end", PLAIN.trimEnd(), 2],
    ["a byte order mark", `\uFEFF${PLAIN}`, 2],
    ["a byte order mark before a quote", `\uFEFF${PLAIN.replace("path", '"path"')}`, 2],
    ["Excel's line of the delimiter", `sep=;\r\n${PLAIN.replaceAll(",", ";")}`, 3],
    ["that line in quotes, with a tab", `"sep=\t"\n${PLAIN.replaceAll(",", "\t")}`, 3],
    ["that line with a tab", `sep=\t\r\n${PLAIN.replaceAll(",", "\t")}`, 3],
    ["empty lines in front", `\n  \n,,\n${PLAIN}`, 5],
    ["empty rows behind", `${PLAIN},,\n , ,\n\n   \n`, 2],
    ["a comma too much in each row", PLAIN.replaceAll(/(?<=\d)\n/g, ",\n"), 2],
    ["empty columns behind", PLAIN.replaceAll("\n", ",,,\n"), 2],
    ["blanks around cells", PLAIN.replaceAll(",", " ,\u00A0 "), 2],
    ["quotes", 'path,"emotion","age"\n"a b.wav","happy",33\n"c.wav","",8\n', 2],
    ["blanks around quotes", 'path, "emotion" , age\n"a b.wav" , "happy", "33"\n c.wav,"", 8\n', 2],
  ])("%s", (_, text, line) => {
    const { columns, rows } = read(text);
    expect(columns).toEqual(["path", "emotion", "age"]);
    expect(rows.map(({ cells }) => cells)).toEqual(CELLS);
    expect(rows[0]?.line).toBe(line);
  });

  test.each([
    ["little", true],
    ["big", false],
  ])("UTF-16, %s-endian", (_, isLittle) => {
    const text = PLAIN.replace("happy", "fröhlich 😀");
    const { rows } = readCsv(utf16(`\uFEFF${text}`, isLittle), "x.csv");
    expect(rows[0]?.cells).toEqual(["a b.wav", "fröhlich 😀", "33"]);
  });
});

test("quotes keep delimiters, line breaks, blanks and quotes, and lines are counted", () => {
  const { rows } = read('a,b\n"1,2","two\nlines"\n\n" x ","say ""hi"""\r\nlast,5" tape\n');
  expect(rows).toEqual([
    { line: 2, cells: ["1,2", "two\nlines"] },
    { line: 5, cells: [" x ", 'say "hi"'] },
    { line: 6, cells: ["last", '5" tape'] },
  ]);
});

test("columns without a name in front and between others keep their place", () => {
  const { columns, rows } = read(",a,,b\n0,1,,2\n");
  expect(columns).toEqual(["", "a", "", "b"]);
  expect(rows[0]?.cells).toEqual(["0", "1", "", "2"]);
});

test("the delimiter is what separates the header's names, not what is in them", () => {
  expect(read('"path, as given";"a,b,c";emotion\n1;2;3\n')).toMatchObject({
    delimiter: ";",
    columns: ["path, as given", "a,b,c", "emotion"],
  });
  expect(read("file\na,b\n".replace(",", ";"))).toMatchObject({
    delimiter: ",",
    columns: ["file"],
  });
});

describe("a file that is wrong", () => {
  const long = (count: number): string => "a,b\n".repeat(count);

  test.each([
    ["", "bad-data", "x.csv: is empty"],
    ["\n , \n", "bad-data", "x.csv: is empty"],
    ["a,b,a\n", "bad-data", 'x.csv line 1 has the column "a" twice'],
    ["a,b\n1\n", "bad-data", "x.csv line 2 has 1 cells where the header has 2"],
    ["a,b\n1,2\n\n1,2,3\n", "bad-data", "x.csv line 4 has 3 cells where the header has 2"],
    [
      'a,b\n1,"2\n3",4\n',
      "bad-data",
      "x.csv line 2 has 3 cells where the header has 2; it takes 2 lines, so perhaps a quote is wrong",
    ],
    ["a\0,b\n", "unreadable", /^x\.csv: is not text, or UTF-16 without a byte order mark/],
    [`"${long(3)}`, "bad-data", /^x\.csv line 1: the quote that opens cell 1 is never closed; /],
    [
      `a,b\n1,2\n1,"2\n${long(5)}`,
      "bad-data",
      /^x\.csv line 3: the quote that opens cell 2 is never/,
    ],
    [
      `a,b\n1,"2\n${long(101)}1,"2"`,
      "bad-data",
      /^x\.csv line 2: the quote that opens cell 2 spans 102 lines; /,
    ],
    [
      `a,b\n1,"2\n${long(9)}1,2"\n`,
      "bad-data",
      /^x\.csv line 2: the quote that opens cell 2 holds 10 lines that look like rows/,
    ],
    [
      'a,b\n1,"2\n1,"3"\n',
      "bad-data",
      /^x\.csv line 2: the quote that opens cell 2 is closed a line later before other text/,
    ],
    [
      'a,b\n"1"x,2\n',
      "bad-data",
      /^x\.csv line 2: the quote that opens cell 1 is closed before other text/,
    ],
    [
      `a,b\n1,${"2".repeat(2 ** 24 + 1)}`,
      "bad-data",
      /^x\.csv line 2 is longer than 16777216 characters/,
    ],
  ])("%#", (text, code, message) => {
    expect(() => read(text)).toThrowError(
      expect.objectContaining({
        code,
        message: typeof message === "string" ? message : expect.stringMatching(message),
      }),
    );
  });

  test("other encodings are named with the line and what to do", () => {
    const bytes = Uint8Array.from("a,b\n1,2\nM\xfcller,3\n", (letter) => letter.charCodeAt(0));
    expect(() => readCsv(bytes, "x.csv")).toThrow(
      'x.csv line 3: is not UTF-8 text; save it as "CSV UTF-8", or convert it, such as by iconv -f latin1 -t utf-8',
    );
    expect(() => readCsv(encoder.encode("a,b\n1,é").subarray(0, -1), "x.csv")).toThrow(
      "x.csv line 2: is not UTF-8 text",
    );
    expect(() => readCsv(utf16("\uFEFFa,b\n1,2", true).subarray(0, -1), "x.csv")).toThrow(
      "x.csv: is not UTF-16 text",
    );
  });
});

test("a file in pieces is the same file", () => {
  const text = 'path,note\n"ä 1","say ""hi"", and\r\nmore"\r\n2,"😀"\n"3" ,x\n';
  const bytes = encoder.encode(text);
  const whole = readCsv(bytes, "x");
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 2, max: bytes.length })), (cuts) => {
      const reader = new CsvReader("x");
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const rows = places.slice(1).flatMap((end, i) => reader.push(bytes.subarray(places[i], end)));
      expect([...rows, ...reader.end()]).toEqual(whole.rows);
    }),
  );
});

test("whatever cells hold, they come back", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", " ", "\t", "é") });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const text = rows.map((cells) => `1,${cells.map(quoted).join(",")}\n`).join("");
      expect(read(`first,a,b\n${text}`).rows.map(({ cells }) => cells.slice(1))).toEqual(rows);
    }),
  );
});
