import * as v from 'valibot';
import { BODY_BYTES_MAX } from '../../check-request.ts';
import {
  alternativesSchema,
  answerTemplateSchema,
  conditionsSchema,
  elementAlternativesSchema,
  elementTypeAlternativesSchema,
  headerReferenceSchema,
  pointerSchema,
  referenceSchema,
  signatureReferenceSchema,
  signedTemplateSchema,
  typeAlternativesSchema,
} from './reference-schema.ts';

const oneOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, `must be ${names.map((name) => `"${name}"`).join(' or ')}`);

const headerSchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/, 'must be the name of a header in lower case'));

const status = (from: number, to: number) => {
  const rule = `must be a status from ${from} to ${to}`;
  return v.pipe(v.number(), v.integer(rule), v.minValue(from, rule), v.maxValue(to, rule));
};

const unitSchema = oneOf(['seconds', 'milliseconds', 'iso8601']);

const schemeSchema = v.strictObject({
  from: signatureReferenceSchema,
  when: v.exactOptional(conditionsSchema),
  requires: v.exactOptional(conditionsSchema),
  separator: v.exactOptional(oneOf([',', ' ', ';'])),
  prefix: v.exactOptional(v.string()),
  algorithm: oneOf(['hmac-sha256', 'hmac-sha1', 'hmac-sha512', 'ed25519', 'ecdsa-p256-sha256', 'sha256', 'token']),
  encoding: v.exactOptional(oneOf(['hex', 'base64'])),
  key: oneOf(['text', 'hex', 'base64', 'spki']),
  keyPrefix: v.exactOptional(oneOf(['whsec_', 'whpk_'])),
  secrets: v.exactOptional(
    v.strictObject({
      use: v.exactOptional(v.string()),
      startWith: v.exactOptional(v.string()),
      notStartWith: v.exactOptional(v.string()),
    }),
  ),
  signed: v.union(
    [signedTemplateSchema, v.pipe(v.array(signedTemplateSchema), v.minLength(1))],
    'must be a text, or a list of texts, in which {body}, {timestamp}, {method}, {url}, {secret} and references stand',
  ),
  timestamp: v.exactOptional(
    v.union(
      [
        v.strictObject({ from: referenceSchema, unit: unitSchema }),
        v.strictObject({ prefix: v.string(), unit: unitSchema }),
      ],
      'must have a reference as its from, or a prefix, and seconds, milliseconds or iso8601 as its unit',
    ),
  ),
});

const identitySchema = v.variant(
  'kind',
  [
    v.strictObject({ kind: v.literal('signed'), id: alternativesSchema }),
    v.strictObject({
      kind: v.literal('header'),
      id: alternativesSchema,
      volatile: v.exactOptional(v.array(pointerSchema)),
    }),
    v.strictObject({
      kind: v.literal('fields'),
      id: alternativesSchema,
      volatile: v.exactOptional(v.array(pointerSchema)),
    }),
    v.strictObject({ kind: v.literal('none') }),
  ],
  'must have "signed", "header", "fields" or "none" as its kind',
);

const elementsSchema = v.strictObject({
  at: v.pipe(
    pointerSchema,
    v.check((at) => at.endsWith('/*'), 'must end in /*, which stands for every index of an array'),
  ),
  unless: v.exactOptional(referenceSchema),
  id: v.union([v.literal('none'), elementAlternativesSchema], 'must be "none", or lists of references'),
  orNone: v.exactOptional(v.boolean()),
  type: elementTypeAlternativesSchema,
});

const answerSchema = v.strictObject({
  // Senders disable hooks over a 404 or a 410.
  status: v.pipe(
    status(200, 499),
    v.check((one) => one !== 404 && one !== 410, 'must not be 404 or 410'),
  ),
  headers: v.exactOptional(v.record(headerSchema, answerTemplateSchema)),
  text: v.exactOptional(answerTemplateSchema),
  json: v.exactOptional(
    v.record(
      v.string(),
      v.union([answerTemplateSchema, v.number(), v.strictTuple([])], 'must be a text, a number or an empty array'),
    ),
  ),
});

const handshakeSchema = v.strictObject({
  name: v.string(),
  method: oneOf(['GET', 'POST', 'OPTIONS']),
  signed: v.boolean(),
  when: conditionsSchema,
  answer: answerSchema,
  requires: v.exactOptional(
    v.union(
      [v.strictObject({ option: v.literal('allowedOrigins'), includes: referenceSchema }), conditionsSchema],
      'must be conditions, or {"option":"allowedOrigins","includes":"header:…"}',
    ),
  ),
  refusal: v.exactOptional(answerSchema),
  effect: v.exactOptional(
    v.strictObject({ kind: oneOf(['offer-secret', 'confirm-subscription']), from: referenceSchema }),
  ),
});

const acceptedSchema = v.strictObject({
  when: v.exactOptional(conditionsSchema),
  status: status(200, 299),
  body: v.exactOptional(
    v.union(
      [v.literal('empty'), v.strictObject({ contentType: v.string(), text: v.string() })],
      'must be "empty", or have a contentType and a text',
    ),
  ),
});

/** What stands in the folder of a provider, as JSON. */
export const descriptionSchema = v.strictObject({
  name: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/, 'must be lower-case letters, digits and hyphens')),
  ),
  schemes: v.pipe(v.array(schemeSchema), v.minLength(1, 'must hold a scheme')),
  anyScheme: v.exactOptional(v.boolean()),
  toleranceSeconds: v.exactOptional(v.pipe(v.number(), v.minValue(1, 'must be 1 or more'))),
  contentTypes: v.pipe(
    v.array(
      oneOf([
        'application/json',
        'application/x-www-form-urlencoded',
        'application/cloudevents+json',
        'application/cloudevents-batch+json',
        'text/plain',
        'text/xml',
        'application/xml',
        'none',
      ]),
    ),
    v.minLength(1, 'must hold a media type'),
  ),
  formJsonField: v.exactOptional(v.string()),
  bytesMax: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer('must be whole'),
      v.minValue(1, 'must be 1 or more'),
      v.maxValue(BODY_BYTES_MAX, `must be ${BODY_BYTES_MAX} or less`),
    ),
  ),
  anyBody: v.exactOptional(headerReferenceSchema),
  required: v.optional(v.array(referenceSchema), []),
  identity: identitySchema,
  type: typeAlternativesSchema,
  events: v.exactOptional(v.pipe(v.array(elementsSchema), v.minLength(1, 'must hold a place'))),
  orSingle: v.exactOptional(v.boolean()),
  headers: v.optional(v.array(headerSchema), []),
  handshakes: v.exactOptional(v.array(handshakeSchema)),
  accepted: v.exactOptional(v.array(acceptedSchema)),
  resends: v.boolean(),
});

export type Description = v.InferOutput<typeof descriptionSchema>;
