import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { isDescribed, type Provider } from '../../functions/ingest/providers/provider.ts';
import type { VerifyContext } from '../../functions/ingest/signature/signature-verdict.ts';
import type { WebhookRequest } from '../../functions/ingest/webhook-request.ts';
import type { Secret, SourceOptions } from '#shared/messages/source.ts';
import { requestTo } from './request-to.ts';
import { verifyContext } from './verify-context.ts';

const headersSchema = v.record(v.string(), v.string());

const vectorsSchema = v.object({
  provider: v.string(),
  secret: v.nullish(v.string()),
  // Set where the file's secret is none, but what PayPal calls the webhook's id.
  secret_is: v.optional(v.string()),
  other_secret: v.optional(v.string()),
  test_certificate_pem: v.optional(v.string()),
  now_default: v.number(),
  // None is no mistake of the file's: the conformance tests say that there have to be some.
  vectors: v.array(
    v.pipe(
      v.object({
        name: v.string(),
        valid: v.boolean(),
        method: v.optional(v.string(), 'POST'),
        url: v.string(),
        headers: headersSchema,
        body_base64: v.optional(v.string()),
        body_utf8: v.optional(v.string()),
        now: v.optional(v.number()),
        secret: v.optional(v.string()),
        either_ok: v.optional(v.boolean()),
        expect_response: v.optional(v.object({ status: v.number(), json: v.optional(v.unknown()) })),
      }),
      v.check(
        (vector) => (vector.body_base64 ?? vector.body_utf8) !== undefined,
        'must have its body as body_base64 or body_utf8',
      ),
    ),
  ),
});

type VectorsFile = v.InferOutput<typeof vectorsSchema>;

export interface Vector {
  readonly name: string;
  readonly valid: boolean;
  readonly eitherOk: boolean;
  /** What the source would hold. */
  readonly source: { readonly provider: string; readonly secrets: readonly Secret[]; readonly options: SourceOptions };
  readonly now: number;
  readonly context: VerifyContext;
  readonly request: WebhookRequest;
  readonly response?: { readonly status: number; readonly json?: unknown } | undefined;
}

/** Signed requests and what a correct receiver answers, most of them made or judged by the provider's own library. */
export function readVectors(provider: Provider): readonly Vector[] {
  const folder = join('functions', 'ingest', 'providers', provider.name);
  const files = readdirSync(folder).filter((file) => /^vectors(?:-[a-z0-9-]+)?\.json$/.test(file));
  if (!existsSync(join(folder, 'vectors.json'))) {
    throw new Error(
      `${folder}/vectors.json is missing: signed requests and their verdicts, as in the other providers' folders`,
    );
  }
  return files.flatMap((file) => vectorsOf(provider, file, readFile(provider, join(folder, file))));
}

function readFile({ name }: Provider, path: string): VectorsFile {
  const content = parseJson(name, path);
  const read = v.safeParse(vectorsSchema, content);
  if (read.success) return read.output;
  const problems = read.issues.map((issue) => `${placeOf(issue)}: ${issue.message}`);
  throw new Error(`The signed requests of ${name} are not in their shape. ${path}: ${problems.join('; ')}`);
}

function parseJson(name: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`The signed requests of ${name} cannot be read: ${path}`, { cause: error });
  }
}

/** A vector by its name, too: nobody counts them. */
function placeOf(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'the whole';
  const vector: unknown = issue.path?.[1]?.value;
  const named = v.safeParse(v.object({ name: v.string() }), vector);
  return named.success ? `${place} (“${named.output.name}”)` : place;
}

function vectorsOf(provider: Provider, fileName: string, file: VectorsFile): readonly Vector[] {
  const scheme = /^vectors-(.*)\.json$/.exec(fileName)?.[1];
  return file.vectors.map((vector) => {
    const { body_base64: base64, body_utf8: text = '' } = vector;
    const body = base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64');
    const request = requestTo(provider.name, { ...vector, body });
    const secrets = secretsOf(provider, vector.secret ?? file.secret ?? undefined, file);
    const options = optionsOf(file, request);
    const now = vector.now ?? file.now_default;
    return {
      name: scheme === undefined ? vector.name : `${scheme}: ${vector.name}`,
      valid: vector.valid,
      eitherOk: vector.either_ok ?? false,
      source: { provider: provider.name, secrets, options },
      now,
      context: verifyContext({ secrets, options, now, certificatePem: file.test_certificate_pem }),
      request,
      response: vector.expect_response,
    };
  });
}

/** A file knows of no uses: two secrets are for a provider's two uses, and one is for all. */
function secretsOf({ schemes }: Provider, value: string | undefined, file: VectorsFile): readonly Secret[] {
  if (value === undefined || file.secret_is !== undefined) return [];
  const uses = new Set(schemes.filter(isDescribed).map(({ secrets }) => secrets?.use));
  if (uses.size < 2) return [...(uses.size === 0 ? [undefined] : uses)].map((use) => ({ value, ...(use && { use }) }));
  const values = [value, file.other_secret ?? value];
  return [...uses].map((use, index) => ({ value: values[index] ?? value, ...(use && { use }) }));
}

function optionsOf({ secret_is: secretIs, secret }: VectorsFile, { headers }: WebhookRequest): SourceOptions {
  const topic = headers['x-amz-sns-topic-arn'];
  return {
    ...(secretIs !== undefined && secret ? { webhookId: secret } : {}),
    ...(topic === undefined ? {} : { topicArns: [topic] }),
  };
}
