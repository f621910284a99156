import type { Endpoint } from "../endpoint.ts";
import { apiPage } from "../documentation/api-page.ts";
import { openApiDocument } from "../documentation/openapi.ts";

/** `GET /openapi.json` and a page of it, `/docs`. */
export function documentationEndpoints(endpoints: readonly Endpoint[]): Endpoint[] {
  const own: Endpoint[] = [
    {
      method: "get",
      path: "/openapi.json",
      summary: "The OpenAPI document of this server",
      answer: { description: "The document", content: { "application/json": undefined } },
      isOpen: true,
      handle: (context) => context.json(openApiDocument([...endpoints, ...own])),
    },
    {
      method: "get",
      path: "/docs",
      summary: "The documentation of this server as a page",
      answer: { description: "The page", content: { "text/html": undefined } },
      isOpen: true,
      handle: (context) => context.html(apiPage([...endpoints, ...own])),
    },
  ];
  return own;
}
