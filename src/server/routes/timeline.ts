import type { Context } from "hono";
import { choice, group, optional, text, withDefault } from "../../options/schema.ts";
import {
  formatTimeline,
  TIMELINE_FORMATS,
  type TimelineFormat,
} from "../../timeline/formats/formats.ts";
import { TIMELINE } from "../../timeline/timeline-options.ts";
import { type Endpoint, queryOf } from "../endpoint.ts";
import { FORM, JOB } from "../documentation/schemas.ts";
import type { ServerEnv } from "../server-env.ts";
import type { Services } from "../services.ts";
import type { TimelineJob } from "../timelines/timelines.ts";

const QUERY = group({
  ...TIMELINE.entries,
  model: optional(text({ text: "name of the model; default: the first one" })),
});

const RESULT_QUERY = group({
  format: withDefault(choice(TIMELINE_FORMATS, { text: "format of the timeline" }), "json"),
});

const TYPES: Readonly<Record<TimelineFormat, string>> = {
  table: "text/plain",
  json: "application/json",
  csv: "text/csv",
  textgrid: "text/plain",
  eaf: "application/xml",
  audacity: "text/plain",
  vtt: "text/vtt",
  "vtt-metadata": "text/vtt",
  srt: "application/x-subrip",
  html: "text/html",
};

const PATH = "/v1/timeline";

/** `POST /v1/timeline` and the job that it starts. */
export function timelineEndpoints({ models, uploads, timelines }: Services): Endpoint[] {
  const whose = (context: Context<ServerEnv>) =>
    [context.req.param("id")!, context.get("client")] as const;
  return [
    {
      method: "post",
      path: PATH,
      summary: "Start a timeline of a recording: segments with their emotions",
      query: QUERY,
      body: { "audio/*": undefined, "multipart/form-data": FORM },
      answer: {
        status: 202,
        description: "The job; its address is in the header Location",
        content: { "application/json": JOB },
      },
      refusals: [400, 401, 403, 404, 408, 413, 429, 503],
      handle: async (context) => {
        const { model, ...options } = queryOf(context, QUERY);
        const { name } = models.named(model);
        const upload = await uploads.read(context.env.incoming);
        const client = context.get("client");
        const job = await timelines.start({ model: name, upload, options, client });
        return context.json(shown(job), 202, { location: `${PATH}/${job.id}` });
      },
    },
    {
      method: "get",
      path: `${PATH}/:id`,
      summary: "Ask for the progress of a timeline",
      answer: { description: "The job", content: { "application/json": JOB } },
      refusals: [401, 403, 404, 429, 503],
      handle: async (context) => context.json(shown(await timelines.get(...whose(context)))),
    },
    {
      method: "get",
      path: `${PATH}/:id/result`,
      summary: "Get a timeline that is done, in any of its formats",
      query: RESULT_QUERY,
      answer: {
        description: "The timeline",
        content: Object.fromEntries(Object.values(TYPES).map((type) => [type, undefined])),
      },
      refusals: [400, 401, 403, 404, 409, 413, 415, 422, 429, 503],
      handle: async (context) => {
        const { format } = queryOf(context, RESULT_QUERY);
        const timeline = await timelines.result(...whose(context));
        const type = `${TYPES[format]}; charset=utf-8`;
        return context.body(formatTimeline(timeline, format), 200, { "content-type": type });
      },
    },
    {
      method: "delete",
      path: `${PATH}/:id`,
      summary: "End a timeline and forget its result",
      answer: { status: 204, description: "It is gone", content: {} },
      refusals: [401, 403, 404, 429, 503],
      handle: async (context) => {
        await timelines.delete(...whose(context));
        return context.body(null, 204);
      },
    },
  ];
}

function shown({ id, status, seconds, failure }: TimelineJob): object {
  return {
    id,
    status,
    seconds,
    ...(failure && { error: { code: failure.code, message: failure.message } }),
  };
}
