import * as fc from 'fast-check';
import { destinationProblems, readDestinations } from '#shared/messages/destination.ts';
import { readSources, sourceProblems } from '#shared/messages/source.ts';

const SECRET = 'whsec_bG9jYWwtb25seQ==';
const shop = { url: 'https://shop.test/', secrets: [SECRET] };
const ofDestination = (entry: unknown) => destinationProblems(JSON.stringify({ shop: entry }));
const ofSource = (entry: unknown) => sourceProblems(JSON.stringify({ shop: entry }));

test.each<[unknown, string]>([
  [{ ...shop, url: 'shop.test' }, 'shop.url: must be an http or https URL'],
  [{ ...shop, url: 'ftp://shop.test/' }, 'shop.url: must be an http or https URL'],
  [{ ...shop, url: 7 }, 'shop.url: must be a text'],
  [{ secrets: [SECRET] }, 'shop.url: is missing'],
  [{ ...shop, secrets: ['s3cret'] }, 'shop.secrets.0: must be a whsec_ secret: whsec_ and base64'],
  [{ ...shop, secrets: [] }, 'shop.secrets: must have at least one'],
  [{ ...shop, secrets: SECRET }, 'shop.secrets: must be a list'],
  [{ ...shop, colour: 'red' }, 'shop.colour: there is no such setting'],
  [{ ...shop, types: [] }, 'shop.types: must have at least one; without the setting it takes all'],
  [{ ...shop, sources: [''] }, 'shop.sources.0: must not be empty'],
  [{ ...shop, timeoutSeconds: 0 }, 'shop.timeoutSeconds: must be from 1 to 30 seconds'],
  [{ ...shop, timeoutSeconds: 31 }, 'shop.timeoutSeconds: must be from 1 to 30 seconds'],
  [{ ...shop, timeoutSeconds: '10' }, 'shop.timeoutSeconds: must be a number'],
  [{ ...shop, replaysPerSecond: 0.5 }, 'shop.replaysPerSecond: must be from 1 to 1000'],
  ['https://shop.test/', 'shop: must be an object'],
])('the destination %j has one problem, in words', (entry, problem) => {
  expect(ofDestination(entry)).toEqual([problem]);
  expect(readDestinations(JSON.stringify({ shop: entry }))).toEqual({ shop: 'invalid' });
});

const secretShape =
  'must be a text, or an object of value and, where wanted, use, notBefore and notAfter, and nothing else';

test.each<[unknown, string]>([
  [{ secrets: ['a'] }, 'shop.provider: is missing'],
  [{ provider: 'github', secrets: 'a' }, 'shop.secrets: must be a list'],
  [{ provider: 'github', secrets: [''] }, 'shop.secrets.0: must not be empty'],
  [{ provider: 'github', secrets: [7] }, `shop.secrets.0: ${secretShape}`],
  [
    { provider: 'github', secrets: [{ value: 'a', notAftr: '2026-01-31T00:00:00Z' }] },
    `shop.secrets.0: ${secretShape}`,
  ],
  [
    { provider: 'github', secrets: [{ value: 'a', notAfter: 'soon' }] },
    'shop.secrets.0.notAfter: must be an instant such as 2026-01-31T00:00:00Z',
  ],
  [
    { provider: 'github', secrets: [{ value: 'a', notAfter: '2026-01-31T00:00:00+02' }] },
    'shop.secrets.0.notAfter: must be an instant such as 2026-01-31T00:00:00Z',
  ],
  [{ provider: 'github', secrets: ['a'], budget: 5 }, 'shop.budget: must be an object'],
  [{ provider: 'github', secrets: ['a'], budget: {} }, 'shop.budget.perSecond: is missing'],
  [
    { provider: 'github', secrets: ['a'], budget: { perSecond: 0 } },
    'shop.budget.perSecond: must be from 0.01 to 10000',
  ],
  [
    { provider: 'github', secrets: ['a'], budget: { perSecond: 5, burst: 0.5 } },
    'shop.budget.burst: must be from 1 to 10000',
  ],
  [
    { provider: 'github', secrets: ['a'], budget: { perSecond: 5, perMinute: 9 } },
    'shop.budget.perMinute: there is no such setting',
  ],
])('the source %j has one problem, in words', (entry, problem) => {
  expect(ofSource(entry)).toEqual([problem]);
  expect(readSources(JSON.stringify({ shop: entry }))).toEqual({ shop: 'invalid' });
});

test('what serves has none', () => {
  expect(ofDestination(shop)).toEqual([]);
  expect(ofDestination({ ...shop, url: 'http://127.0.0.1:9/', types: ['charge.*'], timeoutSeconds: 30 })).toEqual([]);
  expect(ofSource({ provider: 'github', secrets: ['a'], budget: { perSecond: 0.5, burst: 30 } })).toEqual([]);
  expect(ofSource({ provider: 'github', secrets: ['a', { value: 'b', notAfter: '2026-01-31T00:00:00Z' }] })).toEqual(
    [],
  );
});

test('whatever stands in a field, its value is in no sentence, nor is a word of the schema language', () => {
  const VALUE = 'v4lue-of-somebody';
  const wrong = fc.constantFrom<unknown>(VALUE, [VALUE], [[VALUE]], { value: [VALUE] }, null, -1);
  const fields = ['url', 'secrets', 'sources', 'types', 'timeoutSeconds', 'replaysPerSecond', 'provider'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...fields), wrong), (entry) => {
      const told = [...ofDestination(entry), ...ofSource(entry)].join('\n');
      expect(told).not.toContain(VALUE);
      expect(told).not.toMatch(/expected|received|Invalid|never|\/\^|is not as it must be/);
    }),
  );
});
