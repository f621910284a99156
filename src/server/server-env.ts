import type { HttpBindings } from "@hono/node-server";

/** The values that the handlers of a request share. */
export interface ServerEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    readonly requestId: string;
    /** The hash of the API key; undefined where the server has none. */
    readonly client: string | undefined;
  };
}
