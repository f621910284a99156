import type { Command } from "commander";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createMcpServer } from "../../mcp/mcp-server.ts";
import { command } from "../options/options.ts";
import { untilInterrupted } from "../terminal/interrupt.ts";

/** `affekt mcp`: tools for assistants over standard input and output. */
export function mcpCommand(): Command {
  return command(
    "mcp",
    "offer predictions, timelines and features of local files to assistants (Model Context Protocol over standard input and output)",
    "affekt mcp",
  ).action(run);
}

async function run(): Promise<void> {
  const server = serveStdio(createMcpServer);
  const ended = new Promise<void>((resolve) => process.stdin.once("end", resolve));
  await Promise.race([untilInterrupted(), ended]);
  await server.close();
}
