import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';

const headersSchema = v.record(v.string(), v.string());

const vectorsSchema = v.object({
  provider: v.string(),
  secret: v.string(),
  now_default: v.number(),
  vectors: v.pipe(
    v.array(
      v.object({
        name: v.string(),
        valid: v.boolean(),
        method: v.string(),
        headers: headersSchema,
        body_base64: v.string(),
        now: v.optional(v.number()),
        secret: v.optional(v.string()),
        either_ok: v.optional(v.boolean()),
        expect_response: v.optional(v.object({ status: v.number(), json: v.unknown() })),
      }),
    ),
    v.minLength(1),
  ),
});

const handshakesSchema = v.object({
  cases: v.array(
    v.object({
      name: v.string(),
      secret: v.string(),
      now: v.number(),
      request: v.object({ method: v.string(), headers: headersSchema, body: v.string() }),
      response: v.object({ statusCode: v.number(), headers: headersSchema, body: v.string() }),
    }),
  ),
});

export interface Vector {
  readonly name: string;
  readonly valid: boolean;
  readonly eitherOk: boolean;
  readonly secret: string;
  readonly now: number;
  readonly request: WebhookRequest;
  readonly response?: { readonly status: number; readonly json: unknown } | undefined;
}

/** Signed requests and what a correct receiver answers, most of them made or judged by the provider's own library. */
export function readVectors(providerName: string): readonly Vector[] {
  const file = v.parse(vectorsSchema, readJson(providerName, 'vectors.json'));
  return file.vectors.map((vector) => ({
    name: vector.name,
    valid: vector.valid,
    eitherOk: vector.either_ok ?? false,
    secret: vector.secret ?? file.secret,
    now: vector.now ?? file.now_default,
    request: toRequest(providerName, vector.method, vector.headers, Buffer.from(vector.body_base64, 'base64')),
    response: vector.expect_response,
  }));
}

/** Requests that ask for an answer, and the answer; none for providers without handshakes. */
export function readHandshakes(providerName: string) {
  if (!existsSync(pathOf(providerName, 'handshakes.json'))) return [];
  return v
    .parse(handshakesSchema, readJson(providerName, 'handshakes.json'))
    .cases.map(({ request, ...handshake }) => ({
      ...handshake,
      request: toRequest(providerName, request.method, request.headers, Buffer.from(request.body)),
    }));
}

/** As API Gateway hands it on: names in lower case. */
function toRequest(sourceName: string, method: string, headers: Readonly<Record<string, string>>, body: Buffer) {
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, sourceName, headers: Object.fromEntries(lowered), body };
}

const pathOf = (providerName: string, file: string) => join('functions', 'ingest', 'providers', providerName, file);

function readJson(providerName: string, file: string): unknown {
  const path = pathOf(providerName, file);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  throw new Error(`${path} is missing: signed requests and their verdicts, in the shape of the other providers' files`);
}
