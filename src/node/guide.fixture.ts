import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "./packed-package.fixture.ts";

/** The pages of the guide whose examples are run; the first one writes the model that others load. */
export const GUIDE = [
  "getting-started.md",
  "data.md",
  "features.md",
  "training.md",
  "evaluation.md",
  "tuning.md",
  "prediction.md",
  "coming-from.md",
] as const;

/** An example of the guide. */
export interface Example {
  readonly page: string;
  /** The heading over it. */
  readonly heading: string;
  /** The text after the fence, such as `js`. */
  readonly kind: string;
  readonly code: string;
  /** What it prints, if the guide says so. */
  readonly output: string | undefined;
}

/** The examples of a page in `docs/`, in its order. A block of text after an example is what it prints. */
export function examplesOf(page: string): Example[] {
  const markdown = readFileSync(join(CHECKOUT, "docs", page), "utf8");
  const blocks = [...markdown.matchAll(/^```(.+)\n([^]*?)^```$/gm)].map(
    ([, kind, code], i, all) => ({
      page,
      kind: kind!,
      code: code!,
      heading:
        markdown
          .slice(0, all[i]!.index)
          .match(/^## (.*)$/gm)
          ?.at(-1)
          ?.slice(3) ?? "",
    }),
  );
  return blocks.flatMap((block, i) => {
    if (block.kind === "text") return [];
    const next = blocks[i + 1];
    return { ...block, output: next?.kind === "text" ? next.code : undefined };
  });
}
