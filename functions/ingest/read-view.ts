import { isUtf8 } from 'node:buffer';
import * as v from 'valibot';
import { RejectedWebhook } from '#shared/errors.ts';
import type { Provider } from './providers/provider.ts';
import { lookupIn, type Lookup, type WebhookRequest } from './webhook-request.ts';

/** Genuine webhooks nest less than 20 deep; a value that nests thousands deep overflows whoever walks it later. */
const DEPTH_MAX = 100;

const malformed = (reason: string, message: string) => new RejectedWebhook(400, reason, message);

const viewSchema = v.pipe(
  v.string(),
  v.parseJson(undefined, 'The body is not valid JSON.'),
  v.check((value) => typeof value === 'object' && value !== null, 'The body is neither a JSON object nor an array.'),
  v.check((value) => !isDeeperThan(value, DEPTH_MAX), `The body nests more than ${DEPTH_MAX} deep.`),
);

/**
 * The verified body as something to look values up in: its JSON, or the fields of a form, or the JSON in a form's field.
 * The bytes themselves stay what they are.
 * @throws {RejectedWebhook} 400
 */
export function readView(body: Buffer, contentType: string, { formJsonField }: Provider): unknown {
  if (body.length === 0) throw malformed('empty', 'The body is empty.');
  if (!isUtf8(body)) throw malformed('not-utf8', 'The body is not UTF-8.');
  const text = body.toString('utf8');
  if (contentType === 'application/json') return readJson(text);
  const fields = Object.fromEntries(new URLSearchParams(text));
  const json = formJsonField === undefined ? undefined : fields[formJsonField];
  return json === undefined ? fields : readJson(json);
}

/** @throws {RejectedWebhook} 400 that names what is missing */
export function checkRequired(provider: Provider, headers: WebhookRequest['headers'], view: unknown): Lookup {
  const lookup = lookupIn(headers, view);
  const schema = v.object(Object.fromEntries(provider.required.map((reference) => [reference, v.string()])));
  const values = Object.fromEntries(provider.required.map((reference) => [reference, lookup(reference)]));
  const parsed = v.safeParse(schema, values);
  if (parsed.success) return lookup;
  const missing = parsed.issues.map((issue) => v.getDotPath(issue)).join(', ');
  throw malformed('incomplete', `A ${provider.name} webhook has ${missing}.`);
}

function readJson(text: string): unknown {
  const parsed = v.safeParse(viewSchema, text, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  throw malformed('not-json', parsed.issues[0].message);
}

/** Level by level, without recursion: the walk itself must survive what it looks for. */
function isDeeperThan(value: unknown, depthMax: number): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return true;
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
  return false;
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
