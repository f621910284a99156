import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commandsPage } from "./commands-page.ts";

test("docs/commands.md has all commands and options; `npm run commands` writes it again", async () => {
  const page = readFileSync(new URL("../docs/commands.md", import.meta.url), "utf8");
  expect(page).toBe(await commandsPage());
});
