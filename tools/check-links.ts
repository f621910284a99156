// Checks the relative links and anchors of all Markdown files and llms.txt: node tools/check-links.ts
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** A page without its code. */
function proseOf(file: string): string {
  return readFileSync(file, "utf8")
    .replace(/^```[^]*?^```$/gm, "")
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, " "));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(file: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [
    ...readFileSync(file, "utf8")
      .replace(/^```[^]*?^```$/gm, "")
      .matchAll(/^#+ (.*)$/gm),
  ];
  return new Set(
    headings.map(([, heading]) => {
      const text = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
      const slug = text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-");
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

/** The links of a page that lead nowhere. */
function deadLinks(file: string): string[] {
  const links = [...proseOf(file).matchAll(/\]\((?!(?:https?|mailto):)([^)\s]+)\)/g)];
  return links.flatMap(([, link]) => {
    const [path, anchor] = link!.split("#");
    const target = path === "" ? file : join(dirname(file), decodeURIComponent(path!));
    if (!existsSync(target)) return [`${relative(ROOT, file)}: ${link} does not exist`];
    if (anchor === undefined || !target.endsWith(".md") || anchorsOf(target).has(anchor)) return [];
    return [`${relative(ROOT, file)}: ${link} has no such heading`];
  });
}

const pages = globSync(["**/*.md", "llms.txt"], {
  cwd: ROOT,
  exclude: ["**/node_modules", "dist", "docs/reference/site", "affekt-quickstart"],
});
const dead = pages.flatMap((page) => deadLinks(join(ROOT, page)));
for (const line of dead) console.error(line);
console.log(`${pages.length} pages, ${dead.length} dead links`);
if (dead.length > 0) process.exitCode = 1;
