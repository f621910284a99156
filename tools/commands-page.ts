import { groupBy } from "../src/group-by.ts";
import type { Command, Option } from "commander";
import { allCommands } from "../src/cli/command-line.ts";

const HEAD = `# Commands

<!-- Written by \`npm run commands\` from the definitions of the commands. Do not edit. -->

Results go to standard output, progress and warnings to standard error. \`--json\` prints the result as JSON. Exit status: 0 done, 1 internal
fault, 2 wrong command line, 3 unusable file, folder or data (also if every input failed), 4 some inputs failed, 130 interrupted.

A source is a folder, a zip (read without unpacking), a manifest, a feature table, a recording or the name of a corpus; see
[Data and labels](data.md).
`;

/** The page of all commands, their arguments and options, as Markdown. */
export async function commandsPage(): Promise<string> {
  const groups = [...(await allCommands())].map(
    ([group, commands]) =>
      `## ${group.replace(/:$/, "")}\n\n${commands.flatMap((one) => sections(one, "affekt")).join("\n")}`,
  );
  return [HEAD, ...groups].join("\n");
}

/** The section of a command, then those of its subcommands. */
function sections(command: Command, parent: string): string[] {
  const name = `${parent} ${command.name()}`;
  const help = command.createHelp();
  const named = help
    .visibleArguments(command)
    .map((argument) => `| \`${help.argumentTerm(argument)}\` | ${cell(argument.description)} |`);
  const groups = groupBy(
    help.visibleOptions(command).filter(({ long }) => long !== "--help"),
    (option) => option.helpGroupHeading ?? "Options:",
  );
  const own = [
    `### ${name}\n`,
    `${sentence(command.description())}\n`,
    `\`\`\`text\n${parent} ${command.name()} ${command.usage()}\n\`\`\`\n`,
    ...(named.length > 0 ? [table("argument", named)] : []),
    ...[...groups].map(([heading, options]) => optionTable(heading, options, command)),
    ...exampleOf(command),
  ];
  if (command.commands.length === 0) return [own.join("\n")];
  return command.commands.flatMap((sub) => sections(sub, name));
}

function optionTable(heading: string, options: readonly Option[], command: Command): string {
  const help = command.createHelp();
  const rows = options.map(
    (option) => `| \`${option.flags}\` | ${cell(help.optionDescription(option))} |`,
  );
  return table(heading === "Options:" ? "option" : heading.replace(/:$/, ""), rows);
}

function table(head: string, rows: readonly string[]): string {
  return `| ${head} | |\n| --- | --- |\n${rows.join("\n")}\n`;
}

/** The example below a command's help, as a code block. */
function exampleOf(command: Command): string[] {
  let text = "";
  command.configureOutput({ writeOut: (written) => (text += written) }).outputHelp();
  const [, example] = text.split("\nExample:\n");
  return example === undefined
    ? []
    : [`\`\`\`sh\n${example.replace(/^ {2}/gm, "").trim()}\n\`\`\`\n`];
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll("*", "\\*")
    .replaceAll("_", "\\_");
}
