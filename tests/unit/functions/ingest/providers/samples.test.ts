import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkRequest } from '../../../../../functions/ingest/check-request.ts';
import { identifyDelivery } from '../../../../../functions/ingest/identify-delivery.ts';
import { fillSample } from '../../../../../functions/ingest/providers/fill-sample.ts';
import { freshValues } from '../../../../../functions/ingest/providers/fresh-values.ts';
import { providers } from '../../../../../functions/ingest/providers/index.ts';
import { readSamples } from '../../../../../functions/ingest/providers/read-samples.ts';
import { signSample } from '../../../../../functions/ingest/providers/sign-sample.ts';
import { checkRequired, readView } from '../../../../../functions/ingest/read-view.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { countingIds } from '../../../../support/ports.ts';

const now = new Date('2025-11-03T09:30:00.750Z');
const secret = `whsec_${Buffer.from('a secret for samples').toString('base64')}`;

const all = providers.flatMap((provider) =>
  readSamples(provider.name).map((sample) => ({ provider, sample, name: `${provider.name} ${sample.type}` })),
);

const identify = ({ provider, sample }: (typeof all)[number]) => {
  const webhook = signSample(provider, secret, sample, freshValues(now));
  const view = readView(
    webhook.body,
    checkRequest({ method: 'POST', sourceName: 'any', ...webhook }, provider),
    provider,
  );
  const lookup = checkRequired(provider, webhook.headers, view);
  return identifyDelivery({ sourceName: 'any', provider, body: webhook.body, view, lookup }, countingIds());
};

test.each(providers.map(({ name }) => name))('%s has samples, each under the name of its type', (name) => {
  const files = readdirSync(join('functions', 'ingest', 'providers', name, 'samples'));
  const types = readSamples(name).map(({ type }) => `${type.replaceAll(/[^a-z0-9]+/g, '-')}.json`);
  expect(types.length).toBeGreaterThan(0);
  expect(types.toSorted()).toEqual(files.toSorted());
});

test.each(all)('$name: the description finds the type that the sample declares', (each) => {
  expect(identify(each).events.map(({ type }) => type)).toEqual([each.sample.type]);
});

test.each(all)('$name: sent twice it is two deliveries', (each) => {
  expect(identify(each).id).not.toBe(identify(each).id);
});

test.each(all)('$name: its signature is the one that ingest verifies', ({ provider, sample }) => {
  const webhook = signSample(provider, secret, sample, freshValues(now));
  expect(verifySignature(provider, webhook, [{ value: secret }], now)).toEqual({ valid: true });
});

test.each(all)('$name: its header names are in lower case', ({ sample }) => {
  expect(Object.keys(sample.headers)).toEqual(Object.keys(sample.headers).map((name) => name.toLowerCase()));
});

test('a body of one’s own is signed and sent as it is', () => {
  const [each] = all;
  const body = Buffer.from('{"zen" : "odd  spacing"}\r\n');
  const webhook = signSample(each!.provider, secret, each!.sample, freshValues(now), body);
  expect(webhook.body).toBe(body);
  expect(verifySignature(each!.provider, webhook, [{ value: secret }], now)).toEqual({ valid: true });
});

test('placeholders become fresh values, the same throughout a webhook, and a lone {{now}} or {{number}} a number', () => {
  const sample = {
    type: 'thing.made',
    headers: { 'x-id': 'msg_{{id}}', 'x-time': '{{now}}' },
    body: {
      id: 'evt_{{id}}',
      again: ['evt_{{id}}', '{{uuid}}'],
      at: '{{now}}',
      ts: '{{now}}.0002',
      made: '{{iso}}',
      n: 1,
      order: '{{number}}',
      gid: 'gid://made-up/{{number}}',
    },
  };
  const uuid = '00000000-0010-4000-8000-000000000000';
  const filled = fillSample(sample, { now, uuid, id: 'I' });
  expect(filled.headers).toEqual({ 'x-id': 'msg_I', 'x-time': '1762162200' });
  expect(JSON.parse(filled.body.toString())).toEqual({
    id: 'evt_I',
    again: ['evt_I', uuid],
    at: 1_762_162_200,
    ts: '1762162200.0002',
    made: '2025-11-03T09:30:00Z',
    n: 1,
    order: 16,
    gid: 'gid://made-up/16',
  });
});

test('an unknown placeholder is an error that lists the known ones', () => {
  const sample = { type: 'x', headers: {}, body: { at: '{{date}}' } };
  expect(() => fillSample(sample, { now, uuid: 'U', id: 'I' })).toThrow(
    'A sample has no placeholder {{date}}: use uuid, id, number, now, iso',
  );
});
