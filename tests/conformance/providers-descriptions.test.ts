// What a description must hold to, whatever it describes.
import { readDescription } from '../../functions/ingest/providers/custom/read-description.ts';
import { providers } from '../../functions/ingest/providers/index.ts';
import {
  isDescribed,
  type Provider,
  type Reference,
  type SignatureScheme,
} from '../../functions/ingest/providers/provider.ts';
import { allProviders } from '../support/all-providers.ts';

const describedIn = ({ schemes }: Provider): readonly SignatureScheme[] => schemes.filter(isDescribed);
const templatesOf = ({ signed }: SignatureScheme) => [signed].flat();

/** Anything, for those whose schemes are all their own. */
const token: SignatureScheme = { from: 'header:x-any', algorithm: 'token', key: 'text', signed: '' };

describe.each(allProviders)('the description of $name', (provider) => {
  const described = describedIn(provider);

  test('is named as its folder and its line in the list', async () => {
    const module: object = await import(`../../functions/ingest/providers/${provider.name}/${provider.name}.ts`);
    expect(Object.values(module)).toContain(provider);
    expect(Object.keys(providers)).toContain(provider.name);
  });

  test('could as well be a source’s own: its references are well formed, in lower case, and do not contradict each other', () => {
    const schemes = described.length === 0 ? [token] : described;
    // Some senders sign a time and let it be of any age; only a source's own description has to say how old it may be.
    const isTimed = schemes.some(({ timestamp }) => timestamp);
    const stated = isTimed ? { toleranceSeconds: 300, ...provider } : provider;
    const asJson: unknown = JSON.parse(JSON.stringify({ ...stated, schemes }));
    expect(readDescription(asJson, [])).toMatchObject({ name: provider.name });
  });

  test('says by one of the four kinds where the delivery id comes from', () => {
    expect(['signed', 'header', 'fields', 'none']).toContain(provider.identity.kind);
    const { identity } = provider;
    expect(identity.kind === 'none' || identity.id.flat().length > 0).toBe(true);
  });

  test('takes an id of the body for signed only where the body is', () => {
    const { identity } = provider;
    const signed = identity.kind === 'signed' || identity.kind === 'fields' ? identity.id.flat() : [];
    for (const reference of signed.filter((one) => one.startsWith('/'))) {
      for (const scheme of described) expect([reference, covers(scheme, reference)]).toEqual([reference, true]);
    }
  });

  test('keeps no header that carries a signature or a secret', () => {
    const carriers = described.flatMap(({ from }) =>
      from.startsWith('header:') ? [from.slice('header:'.length)] : [],
    );
    const refused = /signature(?!-timestamp|-version|-algorithm)|hmac|secret|token|authorization|cookie|api-key/;
    expect(provider.headers.filter((name) => carriers.includes(name) || refused.test(name))).toEqual([]);
  });

  test('has a timestamp exactly where one is signed, and checks none that anybody could change', () => {
    for (const scheme of described) {
      const { timestamp } = scheme;
      const isSigned = templatesOf(scheme).every((template) => template.includes('{timestamp}'));
      const isInSignedBody =
        timestamp !== undefined &&
        'from' in timestamp &&
        timestamp.from.startsWith('/') &&
        covers(scheme, timestamp.from);
      expect(isSigned || isInSignedBody).toBe(timestamp !== undefined);
    }
    const isTimed = provider.schemes.some((scheme) => !isDescribed(scheme) || scheme.timestamp !== undefined);
    expect(provider.toleranceSeconds === undefined || isTimed).toBe(true);
    expect(provider.toleranceSeconds ?? 1).toBeGreaterThan(0);
  });

  test('never lets the choice between schemes fall to the sender: one that stands behind others is for other requests', () => {
    const keys = described.map(({ from, when, prefix, secrets }) => JSON.stringify([from, when, prefix, secrets]));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** A token vouches for whoever sends it, and so for all of the request. */
const covers = (scheme: SignatureScheme, reference: Reference) =>
  scheme.algorithm === 'token' ||
  templatesOf(scheme).every((template) => template.includes('{body}') || template.includes(`{${reference}}`));
