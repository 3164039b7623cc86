/** What stands wherever only a person can know; the conformance tests name each place that still has it. */
export const PLACEHOLDER = 'fill-in';

/** The files of a provider's folder, by their names; whatever a sender alone can tell is left to be filled in. */
export function providerFiles(name: string): Readonly<Record<string, string>> {
  return {
    [`${name}.ts`]: description(name),
    'about.ts': about,
    'vectors.json': `${JSON.stringify(vectors(name), null, 1)}\n`,
    'samples/fill-in.json': `${JSON.stringify(sample, null, 2)}\n`,
  };
}

/** The line of a provider in the list. */
export function listLine(name: string): string {
  const key = name.includes('-') ? `'${name}'` : name;
  return `  ${key}: async () => (await import('./${name}/${name}.ts')).${constantOf(name)},`;
}

const constantOf = (name: string) => name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

// `resends` is left out on purpose: neither answer would be known to be true, and without one it does not compile.
const description = (name: string) => `import type { Provider } from '../provider.ts';

/** https://fill-in.example/the-page-of-the-sender-that-says-how-it-signs */
export const ${constantOf(name)}: Provider = {
  name: '${name}',
  schemes: [
    {
      from: 'header:fill-in-the-header-of-the-signature',
      algorithm: 'hmac-sha256',
      encoding: 'hex',
      key: 'text',
      signed: 'fill-in-what-is-signed:{body}',
    },
  ],
  contentTypes: ['application/json'],
  required: ['/fill-in-what-every-event-has'],
  identity: { kind: 'signed', id: [['/fill-in-the-id-that-stays-on-retry']] },
  type: [['/fill-in-the-type']],
  headers: [],
};
`;

const about = `import type { About } from '../about.ts';

export const about: About = {
  title: 'fill-in: the name, as the sender writes it',
  documentation: 'https://fill-in.example/',
  setUp: ['fill-in: what to do at the sender, step by step, with {url}'],
  secrets: [{ what: 'fill-in: what it is and where to find it', madeBy: 'the sender' }],
  verified: 'fill-in: what the signature covers',
  notCovered: ['fill-in: what of a request anybody could change'],
  size: 'fill-in: what it sends at most',
  retries: 'fill-in: when and how often it tries again, and when it gives up',
  traps: ['fill-in: what somebody learnt the hard way'],
  confidence: 'third party',
};
`;

const vectors = (name: string) => ({
  provider: name,
  scheme: 'fill-in: what is signed, in words',
  made_by: 'fill-in: the library that signed these requests, or what recorded them',
  checked_by: 'fill-in: the library that judged them, or none',
  secret: 'fill-in',
  now_default: 1_760_000_000,
  vectors: [vector('fill-in: genuine', true), vector('fill-in: with another body', false)],
});

const vector = (about: string, valid: boolean) => ({
  name: about,
  valid,
  method: 'POST',
  url: 'https://hooks.example.com/webhooks/fill-in',
  headers: { 'content-type': 'application/json', 'fill-in-the-header-of-the-signature': 'fill-in' },
  body_utf8: 'fill-in: the exact body, or body_base64 in its place',
  now: 1_760_000_000,
});

const sample = {
  type: 'fill-in',
  headers: { 'content-type': 'application/json' },
  body: {
    'fill-in': 'a real body with invented values; {{id}}, {{uuid}}, {{number}}, {{now}} and {{iso}} are new each time',
  },
};
