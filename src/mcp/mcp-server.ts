import { McpServer } from "@modelcontextprotocol/server";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { basename } from "node:path";
import { windowingOf } from "../features/extraction/cutter.ts";
import { columnsOf, isSequence } from "../features/sets/columns.ts";
import { openRecording } from "../node/decoding/open-recording.ts";
import { featureTable } from "../node/feature-table.ts";
import { loadModel } from "../node/load-model.ts";
import { assertArgument } from "../errors.ts";
import { group, integer, number, optional, text, withDefault } from "../options/schema.ts";
import { jsonOf } from "../prediction/prediction-json.ts";
import { formatJson } from "../timeline/formats/json.ts";
import { makeTimeline } from "../timeline/make-timeline.ts";
import { TIMELINE } from "../timeline/timeline-options.ts";
import { VERSION } from "../version.ts";

const file = text({ text: "path of a recording on this machine" });
const model = withDefault(
  text({ text: "a model that ships by its name, or a model's file" }),
  "default",
);

const PREDICT = group({
  file,
  model,
  top: optional(integer({ min: 1, text: "only the most probable emotions" })),
  window: optional(number({ above: 0, unit: "s", text: "length of windows; default: the whole" })),
  hop: optional(number({ above: 0, unit: "s", text: "from one window to the next" })),
});
const { minConfidence, windowSeconds, channel } = TIMELINE.entries;
const TIMELINE_INPUT = group({ file, model, windowSeconds, minConfidence, channel });
const FEATURES = group({
  file,
  set: withDefault(text({ text: "feature set with one vector per recording" }), "classic-180"),
});

const HINTS = { readOnlyHint: true, openWorldHint: false } as const;
const LIMITS =
  "The result is a guess about how a voice sounds, not about what a person feels. Do not use it on people at work or in education.";

/** A server of the Model Context Protocol with tools for recordings on this machine; it sends nothing elsewhere. */
export function createMcpServer(): McpServer {
  const server = new McpServer({ name: "affekt", version: VERSION });
  server.registerTool(
    "predict",
    {
      description: `Predict the emotion of a speech recording, with probabilities. ${LIMITS}`,
      inputSchema: inputOf(PREDICT),
      annotations: HINTS,
    },
    async ({ file, model: name, top, ...lengths }) => {
      assertOnDisk({ file, model: name });
      const loaded = await loadModel(name);
      try {
        const windowing = windowingOf(lengths);
        const { windows, warnings } = await loaded.predictFile(file, { windowing });
        const rows = windows.map((window) => ({ file, ...window }));
        return answer(JSON.stringify({ predictions: jsonOf(rows, top), warnings }));
      } finally {
        await loaded.release();
      }
    },
  );
  server.registerTool(
    "timeline",
    {
      description: `Predict the emotions of a long speech recording over time: segments between pauses, or windows. ${LIMITS}`,
      inputSchema: inputOf(TIMELINE_INPUT),
      annotations: HINTS,
    },
    async ({ file, model: name, ...options }) => {
      assertOnDisk({ file, model: name });
      const loaded = await loadModel(name);
      try {
        const audio = await openRecording(file);
        const timeline = await makeTimeline(loaded, audio, { ...options, name: basename(file) });
        return answer(formatJson(timeline));
      } finally {
        await loaded.release();
      }
    },
  );
  server.registerTool(
    "features",
    {
      description:
        "Extract acoustic features of a recording: one value per column of a feature set",
      inputSchema: inputOf(FEATURES),
      annotations: HINTS,
    },
    async ({ file, set }) => {
      assertOnDisk({ file });
      const table = await featureTable([file], { set, cache: false, jobs: 1 });
      assertArgument(!isSequence(table.set), `set: ${set} gives sequences; take one with vectors`);
      const [{ values }] = table.rows as [(typeof table.rows)[number]];
      const columns = columnsOf(table.set).map((column, i) => [column, values[i]!]);
      return answer(
        JSON.stringify({ file, set: table.set.name, features: Object.fromEntries(columns) }),
      );
    },
  );
  return server;
}

/** Nothing is fetched, and standard input is the protocol's own. @throws {AffektError} `invalid-argument` */
function assertOnDisk(inputs: Readonly<Record<string, string>>): void {
  for (const [option, path] of Object.entries(inputs)) {
    const isOther = path === "-" || /^(?:[a-z][a-z\d+.-]+:\/\/|\/(?:dev|proc)\/)/iu.test(path);
    assertArgument(!isOther, `${option}: must be a file on this machine, got ${path}`);
  }
}

function answer(text: string): { content: [{ type: "text"; text: string }] } {
  return { content: [{ type: "text", text }] };
}

/** A schema with its JSON Schema; what that cannot say, such as finite numbers, is checked all the same. */
function inputOf<const Schema extends v.GenericSchema>(schema: Schema) {
  const json = (): Record<string, unknown> => ({
    ...toJsonSchema(schema, { errorMode: "ignore" }),
  });
  const standard = schema["~standard"] as v.StandardProps<
    v.InferInput<Schema>,
    v.InferOutput<Schema>
  >;
  return { "~standard": { ...standard, jsonSchema: { input: json, output: json } } };
}
