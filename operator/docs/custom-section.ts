import type { Description } from '../../functions/ingest/providers/custom/description-schema.ts';
import { inMarkdown } from './in-markdown.ts';

/** A source that describes its sender, as it stands in the sources object. */
export const CUSTOM_EXAMPLE = {
  acme: {
    provider: 'custom',
    secrets: ['…'],
    description: {
      schemes: [
        {
          from: 'header:x-acme-signature',
          algorithm: 'hmac-sha256',
          encoding: 'hex',
          key: 'text',
          signed: '{timestamp}.{body}',
          timestamp: { from: 'header:x-acme-time', unit: 'seconds' },
        },
      ],
      toleranceSeconds: 300,
      contentTypes: ['application/json'],
      required: ['/id', '/type'],
      identity: { kind: 'signed', id: [['/id']] },
      type: [['/type']],
      headers: ['x-acme-delivery'],
      resends: true,
    },
  },
};

/** Every field, in the order in which one comes to it. */
const FIELDS: Readonly<Record<keyof Description, string>> = {
  schemes: `where the signature stands (\`from\`), how it is made (\`algorithm\`: hmac-sha256, hmac-sha1, hmac-sha512, ed25519,
ecdsa-p256-sha256, sha256, or token, which is the secret itself), how it is written (\`encoding\`: hex or base64), how a secret
becomes a key (\`key\`: text, hex, base64 or spki), and what is signed (\`signed\`: a text with {body}, {timestamp}, {url}, {method}
and references such as {header:x-id}). \`prefix\` and \`separator\` are for headers of several entries, \`timestamp\` says where the
time stands and in which unit (seconds, milliseconds or iso8601)`,
  toleranceSeconds: 'how old, or how far ahead, a webhook may be; must be there where a scheme has a `timestamp`',
  contentTypes: 'the media types of its bodies; `none` is a request without one. Others are answered 415',
  identity: `where the delivery id comes from: \`signed\` (an id that is signed), \`header\` (an id that is not), \`fields\` (several signed
fields together), or \`none\``,
  type: 'where the type of the event stands: alternatives, each of one or more references',
  resends: 'whether an answer of 429 or 5xx makes the sender try again by itself',
  name: 'what its deliveries carry in place of `custom`',
  anyScheme: 'of several schemes one that holds suffices; left out, the first that the request is for decides',
  required: 'what every webhook of it has; one without is answered 400',
  headers: 'which headers a delivery keeps, none of them with a signature or a secret',
  events: 'for bodies that hold several events: where they stand (`at`, ending in /*), and the id and type of each',
  orSingle: 'a body without any such element is one event; left out, it is malformed',
  formJsonField: 'the field of a form in which the event stands as JSON',
  bytesMax: 'how large a body may be, up to 4 MiB',
  anyBody: 'a header that, where it stands, says all of the event: the body may then be any JSON, or nothing',
  handshakes: 'requests that ask for an answer and carry no event, such as a challenge',
  accepted: 'what the sender takes for accepted; left out, 202 and the delivery’s id',
};

const OPTIONAL: readonly (keyof Description)[] = [
  'toleranceSeconds',
  'name',
  'anyScheme',
  'required',
  'headers',
  'events',
  'orSingle',
  'formJsonField',
  'bytesMax',
  'anyBody',
  'handshakes',
  'accepted',
];

/** Its lists of texts in one line, as a person writes them. */
const inLine = (json: string) =>
  json.replaceAll(/\[\s+("[^[\]]*?"|\[[^[\]]*?\])\s+\]/g, (_, list: string) => `[${list.replaceAll(/\s+/g, ' ')}]`);

// Twice, for lists of lists.
const EXAMPLE = `\`\`\`json\n${inLine(inLine(JSON.stringify(CUSTOM_EXAMPLE, null, 2)))}\n\`\`\``;

/** For senders that have no provider here. */
export const customSection = (): string => `## A sender that is not listed: provider custom

A source with \`"provider": "custom"\` brings along, as \`"description"\`, what else stands in a provider’s folder. It needs no code and
no deploy. As an entry of the sources object:

${EXAMPLE}

\`npm run hooks -- sources add acme --provider custom --description acme.json\` adds it, from a file that holds the description alone.

A *reference* names a place: \`/id\` or \`/data/0/id\` in the body, \`header:x-id\`, \`query:token\`, or \`body:sha256\`. Lists of lists are
alternatives: the first whose references are all there counts.

| Field | What it says |
| --- | --- |
${Object.entries(FIELDS)
  .map(([field, what]) => `| \`${field}\`${isOptional(field) ? '' : ', required'} | ${cell(what)} |`)
  .join('\n')}

A field that is wrong is named by \`sources add\`, \`sources check\`, \`npm start\` and the log of ingest, and the source answers 503 until it
is corrected. \`npm run hooks -- verify <file> --provider custom --description acme.json --secret-stdin\` tries it on a recorded webhook.
\`functions/ingest/providers/provider.ts\` says all of every field, and the folders of other providers are examples.
`;

const isOptional = (field: string) => OPTIONAL.some((one) => one === field);

const cell = (text: string) => inMarkdown(text.replaceAll('\n', ' ')).replaceAll('|', String.raw`\|`);
