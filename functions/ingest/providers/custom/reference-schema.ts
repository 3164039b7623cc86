// References as a description writes them, and the texts in which they stand in braces.
import * as v from 'valibot';
import type { Beside, ElementReference, Named, Reference } from '../provider.ts';

const POINTER = '(?:/(?:[^~/{}]|~[01])*)+';
const HEADER = 'header:[a-z0-9-]+';
const REFERENCE = `${HEADER}|query:[^\\s{}]+|body:sha256|${POINTER}`;

/** Read from JSON, so that its type is only known where its text is checked. */
const textThat = <Text extends string>(pattern: string, rule: string) =>
  v.custom<Text>((value) => typeof value === 'string' && new RegExp(`^(?:${pattern})$`).test(value), rule);

const LIKE = 'header:x-id in lower case, query:id, /a/place of the body, or body:sha256';

export const referenceSchema = textThat<Reference>(REFERENCE, `must be a reference: ${LIKE}`);

export const headerReferenceSchema = textThat<`header:${string}`>(HEADER, 'must be header:x-id in lower case');

/** Where the signature stands: also in numbered headers. */
export const signatureReferenceSchema = textThat<Reference>(
  `${HEADER}\\*?|query:[^\\s{}]+|${POINTER}`,
  'must be header:x-signature in lower case, query:signature, or /a/place of the body',
);

export const pointerSchema = textThat<`/${string}`>(POINTER, 'must be a place such as /data/id');

const NAMED = `named:(?:root:)?${POINTER}`;
const OF_ELEMENT = `${REFERENCE}|root:${POINTER}|itself(?::sha256)?`;
const LIKE_OF_ELEMENT = `${LIKE}, root:/a/place, itself, or itself:sha256`;

const typeReferenceSchema = textThat<Reference | Beside | Named>(
  `${REFERENCE}|beside:${POINTER}|${NAMED}`,
  `must be a reference: ${LIKE}, beside:/a/place, or named:/a/place`,
);

const elementReferenceSchema = textThat<ElementReference>(OF_ELEMENT, `must be a reference: ${LIKE_OF_ELEMENT}`);

const elementTypeReferenceSchema = textThat<ElementReference | Named>(
  `${OF_ELEMENT}|${NAMED}`,
  `must be a reference: ${LIKE_OF_ELEMENT}, or named:/a/place`,
);

const alternativesOf = <Schema extends v.GenericSchema>(reference: Schema) =>
  v.pipe(
    v.array(v.pipe(v.array(reference), v.minLength(1, 'must hold a reference'))),
    v.minLength(1, 'must hold an alternative'),
  );

export const alternativesSchema = alternativesOf(referenceSchema);
export const typeAlternativesSchema = alternativesOf(typeReferenceSchema);
export const elementAlternativesSchema = alternativesOf(elementReferenceSchema);
export const elementTypeAlternativesSchema = alternativesOf(elementTypeReferenceSchema);

const inBraces = (text: string) => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);

const templateOf = (names: string, rule: string) => {
  const pattern = new RegExp(`^(?:${names}|${REFERENCE})$`);
  return v.pipe(
    v.string(),
    v.check((text) => inBraces(text).every((name) => pattern.test(name)), rule),
  );
};

export const signedTemplateSchema = templateOf(
  'body|timestamp|method|url|url:decoded|secret',
  'may have {body}, {timestamp}, {method}, {url}, {url:decoded}, {secret} and references in braces, and nothing else',
);

export const answerTemplateSchema = templateOf(
  `option:allowedRate|hmac-sha(?:1|256|512):(?:hex|base64):(?:${REFERENCE})`,
  'may have references, {hmac-sha256:hex:/a/place} and {option:allowedRate} in braces, and nothing else',
);

const notEmptyText = v.pipe(v.string(), v.minLength(1, 'must not be empty'));

export const conditionsSchema = v.record(
  referenceSchema,
  v.union(
    [
      v.string(),
      v.strictObject({ is: v.literal('present') }),
      v.strictObject({ is: v.literal('empty') }),
      v.strictObject({ oneOf: v.pipe(v.array(v.string()), v.minLength(1)) }),
      v.strictObject({ secret: notEmptyText }),
    ],
    'must be a text, {"is":"present"}, {"is":"empty"}, {"oneOf":[…]} or {"secret":"its use"}',
  ),
);
