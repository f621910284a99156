import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "./packed-package.fixture.ts";

/** An example of a guide. */
export interface Example {
  /** The heading over it. */
  readonly heading: string;
  /** What stands after the fence, such as `js`. */
  readonly kind: string;
  readonly code: string;
  /** What it prints, where the guide says so. */
  readonly output: string | undefined;
}

/** The examples of a guide in `docs/`, in its order; a block of text after one is what it prints. */
export function examplesOf(guide: string): Example[] {
  const markdown = readFileSync(join(CHECKOUT, "docs", guide), "utf8");
  const blocks = [...markdown.matchAll(/^```(.+)\n([^]*?)^```$/gm)].map(
    ([, kind, code], i, all) => ({
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
