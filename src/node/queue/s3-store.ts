import { randomUUID } from "node:crypto";
import { env } from "node:process";
import type { AwsClient } from "aws4fetch";
import { AffektError, assertArgument } from "../../errors.ts";
import { contentHash } from "../../math/content-hash.ts";
import { reasonOf } from "../files/file.ts";
import { cannotWrite } from "../files/output-file.ts";
import { checkedBytes, SAME_STORE, type SharedStore } from "./shared-store.ts";

const RETRIES = 4;
/** How long a request may take with its retries: long enough for hundreds of megabytes. */
const REQUEST_MILLISECONDS = 600_000;
const DELETIONS_AT_ONCE = 8;

/**
 * Keeps bytes as objects of a bucket, under a prefix of this process. Endpoint, region and credentials are those of the environment variables
 * of AWS' tools: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.
 * @throws {AffektError} `invalid-argument` for what is no address, or without credentials; `unsupported` where the client is not installed.
 */
export async function s3Store(address: string): Promise<SharedStore> {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*?)\/?$/.exec(address) ?? [];
  assertArgument(
    bucket !== undefined,
    "--store must be a folder, or an address such as s3://bucket/prefix",
  );
  const client = await clientOf(address);
  const base = `${endpointOf(bucket)}/${prefix === "" ? "" : `${prefix}/`}`;
  const own = randomUUID();
  const names = new Set<string>();

  const request = async (method: string, name: string, body?: Uint8Array): Promise<Response> => {
    const response = await client.fetch(base + name, {
      method,
      signal: AbortSignal.timeout(REQUEST_MILLISECONDS),
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
    });
    if (response.ok) return response;
    const text = await response.text();
    const message = /<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? response.statusText;
    throw Object.assign(new Error(`${message} (status ${response.status})`), {
      isMissing: response.status === 404,
    });
  };

  return {
    async put(bytes) {
      const name = `${own}/${contentHash(bytes)}`;
      try {
        await request("PUT", name, bytes);
      } catch (error) {
        throw cannotWrite(`${address}: ${name}`, error);
      }
      names.add(name);
      return name;
    },
    async get(name) {
      try {
        const response = await request("GET", name);
        const bytes = new Uint8Array(await response.arrayBuffer());
        return checkedBytes(bytes, name, `${address}: ${name}`);
      } catch (cause) {
        if (cause instanceof AffektError) throw cause;
        const isMissing = cause instanceof Error && "isMissing" in cause && cause.isMissing;
        throw new AffektError(
          isMissing === true ? "not-found" : "network",
          `${address}: ${name}: ${reasonOf(cause)}; ${SAME_STORE}`,
          { cause },
        );
      }
    },
    async clean() {
      const deleteOthers = async (): Promise<void> => {
        for (const name of names) {
          names.delete(name);
          await request("DELETE", name).catch(() => {});
        }
      };
      await Promise.all(Array.from({ length: DELETIONS_AT_ONCE }, deleteOthers));
    },
  };
}

async function clientOf(address: string): Promise<AwsClient> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  assertArgument(
    accessKeyId !== undefined && secretAccessKey !== undefined,
    `--store ${address}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; AWS_ENDPOINT_URL where the store is not Amazon's`,
  );
  const { AWS_SESSION_TOKEN: sessionToken } = env;
  try {
    const { AwsClient: Client } = await import("aws4fetch");
    return new Client({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      service: "s3",
      region: regionOf(),
      retries: RETRIES,
    });
  } catch (cause) {
    throw new AffektError(
      "unsupported",
      `--store ${address} needs a package: npm install aws4fetch (${reasonOf(cause)})`,
      { cause },
    );
  }
}

function endpointOf(bucket: string): string {
  const endpoint = env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"];
  return endpoint === undefined
    ? `https://${bucket}.s3.${regionOf()}.amazonaws.com`
    : `${endpoint.replace(/\/$/, "")}/${bucket}`;
}

function regionOf(): string {
  return env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? "us-east-1";
}
