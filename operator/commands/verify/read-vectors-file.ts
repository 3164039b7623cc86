import * as v from 'valibot';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { Certificates } from '../../../functions/ingest/signature/signature-verdict.ts';
import type { WebhookRequest } from '../../../functions/ingest/webhook-request.ts';
import type { Source, SourceOptions } from '#shared/messages/source.ts';
import type { Asked } from './asked.ts';
import { findAskedSource } from './find-asked-source.ts';
import { findProvider } from './find-provider.ts';
import { otherSecretsOf, secretsOf } from './secrets-of.ts';
import type { SignatureCase } from './signature-case.ts';
import { toCaseRequest, withContentType } from './to-case-request.ts';

const vectorSchema = v.object({
  name: v.string(),
  valid: v.nullish(v.boolean(), null),
  method: v.optional(v.string(), 'POST'),
  url: v.optional(v.string(), ''),
  headers: v.optional(v.record(v.string(), v.union([v.string(), v.array(v.string())])), {}),
  body_base64: v.optional(v.string()),
  body_utf8: v.optional(v.string(), ''),
  now: v.optional(v.number()),
  secret: v.nullish(v.string()),
  either_ok: v.optional(v.boolean(), false),
});

export const vectorsFileSchema = v.object({
  provider: v.optional(v.string()),
  description: v.optional(v.unknown()),
  secret: v.nullish(v.string()),
  // Set where the file's secret is none, but what PayPal calls the webhook's id.
  secret_is: v.optional(v.string()),
  other_secret: v.nullish(v.string()),
  test_certificate_pem: v.optional(v.string()),
  tolerance_seconds: v.nullish(v.number()),
  now_default: v.optional(v.number()),
  vectors: v.array(vectorSchema),
});

type VectorsFile = v.InferOutput<typeof vectorsFileSchema>;

/** Signed requests with the verdicts that a correct receiver gives them. */
export async function readVectorsFile(file: VectorsFile, asked: Asked): Promise<readonly SignatureCase[]> {
  const named = file.provider ?? asked.provider;
  const source =
    named === undefined && asked.source !== undefined ? await findAskedSource(asked.source, asked) : undefined;
  const provider = await findProvider(
    named ?? source?.provider,
    file.description ?? asked.description ?? source?.description,
  );
  const certificates = asked.certificatesFor(file.test_certificate_pem);
  return file.vectors.map((vector) => caseOf(vector, { file, provider, source, asked, certificates }));
}

interface Around {
  readonly file: VectorsFile;
  readonly provider: Provider;
  /** The one that was asked for, of a file that names no provider. */
  readonly source: Source | undefined;
  readonly asked: Asked;
  readonly certificates: Certificates;
}

function caseOf(
  vector: VectorsFile['vectors'][number],
  { file, provider, source, asked, certificates }: Around,
): SignatureCase {
  const { method, url, headers } = vector;
  const body =
    vector.body_base64 === undefined ? Buffer.from(vector.body_utf8) : Buffer.from(vector.body_base64, 'base64');
  const request = withContentType(toCaseRequest(provider.name, { method, url, headers, body }), provider);
  const other = file.other_secret ?? undefined;
  const value = vector.secret ?? file.secret ?? undefined;
  const secretsAsked = asked.secrets.length > 0 ? asked.secrets : (source?.secrets ?? []);
  const given = value === undefined ? secretsAsked : secretsOf(provider, value, other);
  const unix = vector.now ?? file.now_default;
  return {
    name: vector.name,
    provider,
    request,
    context: {
      secrets: file.secret_is === undefined ? given : [],
      options: { ...optionsOf(file, request, value), ...source?.options },
      now: asked.at ?? (unix === undefined ? asked.now : new Date(unix * 1000)),
      certificates,
    },
    otherSecrets: otherSecretsOf(provider, other),
    expected: vector.valid,
    eitherOk: vector.either_ok,
  };
}

function optionsOf(
  file: VectorsFile,
  { url, headers, body }: WebhookRequest,
  value: string | undefined,
): SourceOptions {
  const topic = headers['x-amz-sns-topic-arn'] ?? topicIn(body);
  return {
    // As it was entered at the sender; the query is the request's own.
    ...(url !== '' && { publicUrl: url.replace(/[?#].*$/s, '') }),
    ...(file.secret_is !== undefined && value !== undefined && { webhookId: value }),
    ...(file.tolerance_seconds && { toleranceSeconds: file.tolerance_seconds }),
    ...(topic !== undefined && { topicArns: [topic] }),
  };
}

const topicSchema = v.pipe(v.string(), v.parseJson(), v.object({ TopicArn: v.string() }));

/** The request's own: which topics a source allows is no matter of the signature. */
function topicIn(body: Buffer): string | undefined {
  const read = v.safeParse(topicSchema, body.toString('utf8'));
  return read.success ? read.output.TopicArn : undefined;
}
