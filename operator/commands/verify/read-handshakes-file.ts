import * as v from 'valibot';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { Certificates } from '../../../functions/ingest/signature/signature-verdict.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import type { Asked } from './asked.ts';
import { findProvider } from './find-provider.ts';
import { impliedSource } from './implied-source.ts';
import { toCaseRequest } from './to-case-request.ts';

const headersSchema = v.optional(v.record(v.string(), v.string()), {});

const caseSchema = v.object({
  provider: v.optional(v.string()),
  name: v.string(),
  secret: v.optional(v.string()),
  key: v.optional(v.string()),
  now: v.optional(v.number()),
  // What else the source holds: secrets of some use, options.
  source: v.optional(v.record(v.string(), v.unknown()), {}),
  test_certificate_pem: v.optional(v.string()),
  request: v.object({
    method: v.string(),
    query: v.optional(v.string()),
    headers: headersSchema,
    body: v.optional(v.string(), ''),
  }),
  response: v.object({
    status: v.optional(v.number()),
    statusCode: v.optional(v.number()),
    headers: headersSchema,
    body: v.optional(v.string()),
  }),
});

export const handshakesFileSchema = v.object({ now_default: v.optional(v.number()), cases: v.array(caseSchema) });

type HandshakesFile = v.InferOutput<typeof handshakesFileSchema>;
type Recorded = v.InferOutput<typeof caseSchema>;

/** One request that asks for an answer, and the answer that its sender wants. */
export interface HandshakeCase {
  readonly name: string;
  readonly provider: Provider;
  /** The entry of the source, as an operator writes it. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly now: Date;
  readonly certificates: Certificates;
  readonly request: WebhookRequest;
  readonly wanted: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
  };
}

/** When the requests of such a file were recorded that say nothing of it: as those of the files beside it. */
const RECORDED_AT = 1_760_000_000;

export async function readHandshakesFile(file: HandshakesFile, asked: Asked): Promise<readonly HandshakeCase[]> {
  const all = await Promise.all(
    file.cases.map(async (one) => {
      const provider = await findProvider(one.provider ?? asked.provider, asked.description);
      return { one, provider, request: requestOf(one, provider) };
    }),
  );
  return all.map(({ one, provider, request }) => {
    const unix = one.now ?? file.now_default ?? RECORDED_AT;
    const now = asked.at ?? new Date(unix * 1000);
    const status = statusOf(one);
    const accepted = all.filter((other) => other.provider === provider && statusOf(other.one) < 300);
    const implied = impliedSource(
      provider,
      accepted.map((other) => other.request),
      now,
    );
    const secrets = [one.secret ?? one.key ?? []].flat();
    return {
      name: one.name,
      provider,
      source: { provider: provider.name, ...implied, secrets: [...secrets, ...implied.secrets], ...one.source },
      now,
      certificates: asked.certificatesFor(one.test_certificate_pem),
      request,
      wanted: { status, headers: one.response.headers, body: one.response.body },
    };
  });
}

const statusOf = ({ response: { status, statusCode } }: Recorded) => status ?? statusCode ?? 200;

function requestOf({ request: { method, query, headers, body } }: Recorded, { name }: Provider): WebhookRequest {
  const url = `https://hooks.example.com/webhooks/${name}${query === undefined ? '' : `?${query}`}`;
  return toCaseRequest(name, { method, url, headers, body: Buffer.from(body) });
}
