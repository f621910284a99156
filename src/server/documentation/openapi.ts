import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { describeOptions } from "../../options/describe.ts";
import { VERSION } from "../../version.ts";
import type { Content, Endpoint } from "../endpoint.ts";
import { ERROR } from "./schemas.ts";

const REFUSALS: Readonly<Record<number, string>> = {
  400: "A parameter or the body is not as it should be",
  401: "No API key, or an unknown one",
  403: "A page from elsewhere",
  404: "There is nothing of this name",
  408: "The body did not come in time",
  409: "The job has not ended",
  413: "The upload or the recording is too large",
  415: "A format that cannot be read",
  422: "A recording that cannot be predicted: silent, too short, no speech, or no audio",
  429: "Too many requests",
  503: "Too many predictions wait, or the server ends",
  504: "No answer in time",
};

/** The OpenAPI document of endpoints, from the schemas that check their requests. */
export function openApiDocument(endpoints: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method]: operationOf(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Affekt", version: VERSION, description: "Speech emotion recognition" },
    paths,
    components: {
      schemas: { Error: jsonSchema(ERROR) },
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
    },
  };
}

function operationOf({ path, summary, query, body, answer, refusals = [], isOpen }: Endpoint) {
  const { status = 200, description, content } = answer;
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = query === undefined ? [] : describeOptions(query).map(parameterOf);
  return {
    summary,
    ...(inPath.length + inQuery.length > 0 && { parameters: [...inPath, ...inQuery] }),
    ...(body && { requestBody: { required: true, content: contentOf(body) } }),
    ...(isOpen !== true && { security: [{ key: [] }, {}] }),
    responses: {
      [status]: { description, content: contentOf(content) },
      ...Object.fromEntries(
        refusals.map((one) => [
          one,
          {
            description: REFUSALS[one],
            content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
          },
        ]),
      ),
    },
  };
}

function parameterOf({
  name,
  schema,
  required,
  text,
  unit,
  default: standard,
}: ReturnType<typeof describeOptions>[number]) {
  return {
    name,
    in: "query",
    required: required && standard === undefined,
    description: unit === undefined ? text : `${text} (${unit})`,
    schema: jsonSchema(schema),
  };
}

function contentOf(content: Content): object {
  return Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [
      type,
      schema === undefined
        ? { schema: { type: "string", format: "binary" } }
        : { schema: jsonSchema(schema) },
    ]),
  );
}

function jsonSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema, ...plain } = toJsonSchema(schema, { errorMode: "ignore" });
  // the words and limits of the description, which the schema says in its own way
  return Object.fromEntries(Object.entries(plain).filter(([key]) => !DESCRIPTION.has(key)));
}

const DESCRIPTION = new Set(["text", "unit", "allowed", "min", "max", "above", "below", "parity"]);
