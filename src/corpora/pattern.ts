import { AffektError } from "../errors.ts";
import { emotionFromWord } from "./emotions.ts";
import type { PathLabels, PathsLabels } from "./identify.ts";
import { LABEL_NAMES, type LabelName, sexFromWord } from "./labels.ts";
import type { Problem } from "./problem.ts";

/**
 * Labels recordings by a pattern of their names, such as `{speaker}_{emotion}_*` or `{speaker}/{emotion}/*`: `{name}` stands for a label or
 * a column of one's own, `*` for anything. A pattern without `/` is one of file names without their extension.
 * @throws {AffektError} `invalid-argument` for a pattern without a field, or with one twice.
 */
export function labelsByPattern(paths: readonly string[], pattern: string): PathsLabels {
  const { expression, fields } = compile(pattern);
  const depth = pattern.split("/").length;
  const problems: Problem[] = [];
  const labels = paths.map((path): PathLabels => {
    const name = path
      .replace(/\.[A-Za-z0-9]+$/, "")
      .split("/")
      .slice(-depth)
      .join("/");
    const match = expression.exec(name);
    if (match !== null) return labelsIn(fields.map((field, i) => [field, match[i + 1]!]));
    problems.push({ path, reason: `its name does not fit the pattern ${pattern}` });
    return {};
  });
  return { labels, problems };
}

function compile(pattern: string): { expression: RegExp; fields: string[] } {
  const fields: string[] = [];
  const source = pattern.replace(/\{([^{}/]*)\}|\*|[^{*]+|\{/g, (part, field?: string) => {
    if (part === "*") return "[^/]*?";
    if (field === undefined) return part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    fields.push(field.trim());
    return "([^/]+?)";
  });
  const twice = fields.find((field, i) => fields.indexOf(field) < i);
  if (fields.length === 0 || fields.includes("") || twice !== undefined) {
    throw new AffektError(
      "invalid-argument",
      `pattern: must hold each field once, such as {speaker}_{emotion}_*, got ${JSON.stringify(pattern)}`,
    );
  }
  return { expression: new RegExp(`^${source}$`, "u"), fields };
}

function labelsIn(fields: readonly (readonly [name: string, text: string])[]): PathLabels {
  const labels: Partial<Record<LabelName, string>> = {};
  const columns: Record<string, string> = {};
  for (const [name, text] of fields) {
    const label = LABEL_NAMES.find((one) => one === name);
    if (label === undefined) columns[name] = text;
    else if (label === "emotion") labels.emotion = emotionFromWord(text) ?? text;
    else if (label !== "sex") labels[label] = text;
    else {
      const sex = sexFromWord(text);
      if (sex !== undefined) labels.sex = sex;
    }
  }
  return {
    ...(labels as PathLabels),
    ...(Object.keys(columns).length > 0 && { columns }),
  };
}
