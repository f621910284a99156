import type { Command } from "commander";
import { writeWebPage } from "../../node/web-page.ts";
import { command, type CommonOptions } from "../options/options.ts";
import { print, printJson } from "../terminal/output.ts";

/** `affekt page`: the web page as static files. */
export function pageCommand(): Command {
  return command(
    "page",
    "write the web page, which affekt serve has at /, as static files for any web server",
    "affekt page site/",
  )
    .argument("<folder>", "folder for the files; files of the same names are replaced")
    .action(run);
}

async function run(folder: string, { json }: CommonOptions): Promise<void> {
  const files = await writeWebPage(folder);
  if (json) printJson({ folder, files });
  else print(`wrote ${files} files to ${folder}`);
}
