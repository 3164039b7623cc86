import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import { NOW } from './ingest-under-test.ts';
import { requestTo } from './request-to.ts';

const headersSchema = v.record(v.string(), v.string());

const handshakesSchema = v.object({
  cases: v.pipe(
    v.array(
      v.object({
        name: v.string(),
        secret: v.optional(v.string()),
        key: v.optional(v.string()),
        now: v.optional(v.number(), NOW),
        // What else the source must hold: secrets of some use, options.
        source: v.optional(v.record(v.string(), v.unknown()), {}),
        test_certificate_pem: v.optional(v.string()),
        request: v.object({
          method: v.string(),
          query: v.optional(v.string()),
          headers: v.optional(headersSchema),
          body: v.optional(v.string()),
        }),
        response: v.object({
          status: v.optional(v.number()),
          statusCode: v.optional(v.number()),
          headers: v.optional(headersSchema, {}),
          body: v.optional(v.string()),
        }),
      }),
    ),
    v.minLength(1),
  ),
});

export interface HandshakeCase {
  readonly name: string;
  readonly now: number;
  /** The entry of the source, as an operator writes it. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly certificatePem: string | undefined;
  readonly request: WebhookRequest;
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
  };
}

/** Requests that ask for an answer, and the answer; none for providers without handshakes. */
export function readHandshakes(provider: string): readonly HandshakeCase[] {
  const path = join('functions', 'ingest', 'providers', provider, 'handshakes.json');
  if (!existsSync(path)) return [];
  const { cases } = v.parse(handshakesSchema, JSON.parse(readFileSync(path, 'utf8')));
  return cases.map(({ name, secret, key, now, source, test_certificate_pem: certificatePem, request, response }) => ({
    name,
    now,
    source: { provider, secrets: [secret ?? key ?? []].flat(), ...source },
    certificatePem,
    request: requestTo(provider, {
      ...request,
      url: `https://hooks.example.com/webhooks/${provider}${request.query === undefined ? '' : `?${request.query}`}`,
    }),
    response: { status: response.status ?? response.statusCode ?? 200, headers: response.headers, body: response.body },
  }));
}
