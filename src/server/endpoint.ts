import type { Context } from "hono";
import type * as v from "valibot";
import { AffektError } from "../errors.ts";
import { complete } from "../options/check.ts";
import { baseType, childOf } from "../options/describe.ts";
import type { Group } from "../options/schema.ts";
import type { ServerEnv } from "./server-env.ts";

/** The media types of a body or of an answer, with the schema of what they hold. */
export type Content = Readonly<Record<string, v.GenericSchema | undefined>>;

/** An endpoint of the API: what its OpenAPI document says, and what answers. */
export interface Endpoint {
  readonly method: "get" | "post" | "delete";
  /** In Hono's syntax: `/v1/timeline/:id`. */
  readonly path: string;
  readonly summary: string;
  readonly query?: Group;
  readonly body?: Content;
  /** The answer where all is well. */
  readonly answer: {
    readonly status?: 200 | 202 | 204;
    readonly description: string;
    readonly content: Content;
  };
  /** The statuses of refusals. */
  readonly refusals?: readonly number[];
  /** Whether it answers without an API key. */
  readonly isOpen?: boolean;
  readonly handle: (context: Context<ServerEnv>) => Response | Promise<Response>;
}

/**
 * The query of a request, checked against a schema.
 * @throws {AffektError} `invalid-argument` naming the parameter.
 */
export function queryOf<const Schema extends Group>(
  context: Context<ServerEnv>,
  schema: Schema,
): v.InferOutput<Schema> {
  const given = Object.entries(context.req.queries()).map(([name, texts]) => {
    if (texts.length > 1) {
      throw new AffektError("invalid-argument", `query: has ${name} several times`);
    }
    return [name, valueOf(texts[0]!, childOf(schema, name))];
  });
  return complete(schema, Object.fromEntries(given), "query");
}

function valueOf(text: string, schema: v.GenericSchema | undefined): unknown {
  if (schema === undefined || text.trim() === "") return text;
  const type = baseType(schema);
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (type === "string" || type === "picklist") return text;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
