import { isUtf8 } from 'node:buffer';
import { parse } from 'node:querystring';
import * as v from 'valibot';
import { RejectedWebhook } from '#shared/errors.ts';
import { nestsDeeperThan } from './nests-deeper-than.ts';
import type { Provider } from './providers/provider.ts';
import { lookupIn, type Lookup, type WebhookRequest } from './webhook-request.ts';

/** Genuine webhooks nest less than 20 deep; a value that nests thousands deep overflows whoever walks it later. */
const DEPTH_MAX = 100;

/** A sender's form has a few dozen; what stands behind the thousandth is signed and kept, but not looked at. */
const FORM_FIELDS_MAX = 1000;

const malformed = (reason: string, message: string) => new RejectedWebhook(400, reason, message);

const viewSchema = v.pipe(
  v.string(),
  v.check((text) => !nestsDeeperThan(text, DEPTH_MAX), `The body nests more than ${DEPTH_MAX} deep.`),
  v.parseJson(undefined, 'The body is not valid JSON.'),
  v.check((value) => typeof value === 'object' && value !== null, 'The body is neither a JSON object nor an array.'),
);

/**
 * The verified body as something to look values up in: its JSON, or the fields of a form, or the JSON in a form's field.
 * The bytes themselves stay what they are.
 * @throws {RejectedWebhook} 400
 */
export function readView(body: Buffer, contentType: string, { formJsonField }: Provider): unknown {
  if (body.length === 0) throw malformed('empty', 'The body is empty.');
  if (!isUtf8(body)) throw malformed('not-utf8', 'The body is not UTF-8.');
  // RFC 8259 lets a reader ignore a byte order mark; the signed bytes keep theirs.
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  if (contentType === 'application/json') return readJson(text);
  // URLSearchParams takes seconds for a megabyte of small fields.
  const fields = parse(text, '&', '=', { maxKeys: FORM_FIELDS_MAX });
  const json = formJsonField === undefined ? undefined : fields[formJsonField];
  return typeof json === 'string' ? readJson(json) : fields;
}

/** @throws {RejectedWebhook} 400 that names what is missing */
export function checkRequired(provider: Provider, headers: WebhookRequest['headers'], view: unknown): Lookup {
  const lookup = lookupIn(headers, view);
  const missing = provider.required.filter((reference) => lookup(reference) === undefined);
  if (missing.length === 0) return lookup;
  throw malformed('incomplete', `A ${provider.name} webhook has ${missing.join(', ')}.`);
}

function readJson(text: string): unknown {
  const parsed = v.safeParse(viewSchema, text, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  throw malformed('not-json', parsed.issues[0].message);
}
