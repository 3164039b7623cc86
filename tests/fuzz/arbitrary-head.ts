// Request lines and headers as no client library would send them.
import * as fc from 'fast-check';
import { isDescribed } from '../../functions/ingest/providers/provider.ts';
import { allProviders } from '../support/all-providers.ts';
import { CANARY, type WireText } from './hostile-request.ts';
import { fieldText, wireText } from './wire-texts.ts';

/** Of local/sources.json; sender-fields.ts knows what each signs. */
export const sourceNames = ['github', 'shopify', 'slack', 'standard-webhooks', 'stripe'] as const;

export const methods = fc.oneof(
  { weight: 70, arbitrary: fc.constant('POST') },
  {
    weight: 6,
    arbitrary: fc.constantFrom('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND'),
  },
  { weight: 1, arbitrary: fc.constantFrom('post', '', 'P\0ST', 'PRI', 'POSTPOST', 'X'.repeat(500)) },
);

export const versions = fc.oneof(
  { weight: 40, arbitrary: fc.constant('1.1') },
  { weight: 1, arbitrary: fc.constantFrom('1.0', '0.9', '2.0', '1.10', '', '1.1 ', '9'.repeat(50)) },
);

const pathOf = (source: string) =>
  fc.oneof(
    { weight: 90, arbitrary: fc.constant(`/webhooks/${source}`) },
    { weight: 3, arbitrary: wireText(30).map((query) => `/webhooks/${source}?${query}`) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('__proto__=a&constructor=b&a=1&a=2', '%zz', '&&&=', 'q='.repeat(2000))
        .map((query) => `/webhooks/${source}?${query}`),
    },
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        `/webhooks/./${source}`,
        `/webhooks/../webhooks/${source}`,
        `/webhooks/%2e%2e/${source}`,
        `/webhooks//${source}`,
        `//webhooks/${source}`,
        `/webhooks/${source}/`,
        `/webhooks%2F${source}`,
        `/webhooks/${source}%2F`,
        `/webhooks/${source}%00`,
        `/webhooks/%${source.charCodeAt(0).toString(16)}${source.slice(1)}`,
        `/WEBHOOKS/${source.toUpperCase()}`,
        `/webhooks/${source};a=b`,
        `/webhooks/${source}#part`,
        `http://127.0.0.1/webhooks/${source}`,
        `https://elsewhere.example/webhooks/${source}`,
        `/webhooks\\${source}`,
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '/webhooks/__proto__',
        '/webhooks/constructor',
        '/webhooks/%E2%80%AE',
        '/webhooks/%ff',
        '/webhooks/%',
        '/webhooks/',
        '/',
        '*',
        '',
        '/2015-03-31/functions/ingest/invocations',
        `/webhooks/${'x'.repeat(9000)}`,
        `/webhooks/${'%41'.repeat(2000)}`,
        `/webhooks/${'a/'.repeat(2000)}`,
        `/webhooks/${'y'.repeat(40_000)}`,
      ),
    },
    { weight: 1, arbitrary: wireText(40).map((name) => `/webhooks/${name}`) },
  );

export const targets = (source: string): fc.Arbitrary<WireText> => pathOf(source);

const signatureHeaders = allProviders
  .flatMap(({ schemes }) => schemes.filter(isDescribed).map(({ from }) => from))
  .filter((from) => from.startsWith('header:'))
  .map((from) => from.slice('header:'.length).replace('*', '1'));
const senderHeaders = allProviders.flatMap(({ headers }) => headers);
const times = (count: number, text: string) => text.repeat(count);

const lines = fc.oneof(
  fc
    .tuple(fc.constantFrom(...signatureHeaders, ...senderHeaders), fieldText)
    .map(([name, value]) => `${name}: ${value}`),
  fc
    .constantFrom('__proto__', 'constructor', 'toString', 'cookie', 'x-forwarded-for', 'origin', 'host', 'te')
    .map((name) => `${name}: ${CANARY}`),
  fc
    .constantFrom(
      'application/json; charset=utf-16',
      'APPLICATION/JSON ;',
      'application/json, application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
      '',
      'application/vnd.x+json',
      `application/${times(3000, '+')}`,
      times(2000, ' ;'),
    )
    .map((value) => `content-type: ${value}`),
  fc.constantFrom('gzip', 'br', 'identity', '', 'gzip, gzip', CANARY).map((value) => `content-encoding: ${value}`),
  fc.constantFrom(
    'expect: 100-continue',
    'expect: 200-ok',
    'upgrade: websocket',
    'connection: upgrade',
    'connection: close',
    'connection: keep-alive, close',
    'connection: content-length',
    'transfer-encoding: identity',
    'content-length: 0',
    'content-length: +2',
    'content-length: 0x2',
    'sec-fetch-site: cross-site',
    'host: elsewhere.example',
    'host:',
    'x-empty:',
    ': no name',
    'no colon',
    'x space: y',
    'x-space : y',
    ' x-folded: y',
    'x-fold: a\r\n b',
    'x-bare: a\rb',
    'x-line: a\nx-injected: b',
    'x-nul: a\0b',
  ),
  fc
    .tuple(
      fc.constantFrom(...signatureHeaders),
      fc.constantFrom('v1=,', 'v1,a ', ',', 't=1,', 'sha256=a,', 'v0='),
      fc.constantFrom(1, 300, 10_000),
    )
    .map(([name, unit, count]) => `${name}: ${times(count, unit)}`),
  fc.constantFrom(900, 10_000, 15_000, 70_000).map((length) => `x-long: ${times(length, 'a')}`),
  fc
    .constantFrom(50, 500, 3000)
    .map((count) => Array.from({ length: count }, (_, index) => `x-${index}: 1`).join('\r\n')),
  wireText(30),
);

export const headerLines: fc.Arbitrary<readonly WireText[]> = fc.oneof(
  { weight: 12, arbitrary: fc.constant([]) },
  { weight: 4, arbitrary: fc.array(lines, { maxLength: 3 }) },
);
