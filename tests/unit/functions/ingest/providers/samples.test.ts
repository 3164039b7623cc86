import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkRequest } from '../../../../../functions/ingest/check-request.ts';
import { identifyDelivery } from '../../../../../functions/ingest/identify-delivery.ts';
import { fillSample } from '../../../../../functions/ingest/providers/fill-sample.ts';
import { freshValues } from '../../../../../functions/ingest/providers/fresh-values.ts';
import { readSamples } from '../../../../../functions/ingest/providers/read-samples.ts';
import { signSample } from '../../../../../functions/ingest/providers/sign-sample.ts';
import { checkRequired, readView } from '../../../../../functions/ingest/read-view.ts';
import { canSign } from '../../../../../functions/ingest/signature/sign-webhook.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { allProviders } from '../../../../support/all-providers.ts';
import { countingIds } from '../../../../support/ports.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { secretFor } from '../../../../support/secret-for.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const now = new Date('2025-11-03T09:30:00.750Z');

const all = allProviders.flatMap((provider) =>
  readSamples(provider.name).map((sample) => ({ provider, sample, name: `${provider.name} ${sample.type}` })),
);

const identify = ({ provider, sample }: (typeof all)[number], ids = countingIds()) => {
  const request = requestTo('any', fillSample(sample, freshValues(now)));
  const contentType = checkRequest(request, provider);
  const view = readView(request.body, contentType, provider);
  const lookup = checkRequired(provider, request, view);
  return identifyDelivery({ sourceName: 'any', provider, body: request.body, contentType, view, lookup }, ids);
};

test.each(allProviders.map(({ name }) => name))('%s has samples, each found by a type of its own', (name) => {
  const files = readdirSync(join('functions', 'ingest', 'providers', name, 'samples'));
  expect(files.filter((file) => !/^[a-z0-9]+(?:[-._][a-z0-9]+)*\.json$/.test(file))).toEqual([]);
  const types = readSamples(name).map(({ type }) => type);
  expect(types).toHaveLength(files.length);
  expect(types.length).toBeGreaterThan(0);
  expect(new Set(types).size).toBe(types.length);
});

test.each(all)('$name: the description finds the type that the sample declares', (each) => {
  expect(identify(each).events[0]?.type).toBe(each.sample.type);
});

test.each(all)('$name: sent twice it is two deliveries', (each) => {
  const ids = countingIds();
  expect(identify(each, ids).id).not.toBe(identify(each, ids).id);
});

/** As ingest gets it, and its verdict. */
async function posted({ provider, sample }: (typeof all)[number], body?: Buffer) {
  const secret = secretFor(provider);
  const { url } = requestTo(provider.name, {});
  const webhook = signSample(provider, secret.value, sample, freshValues(now), { body, url });
  const context = { ...verifyContext({ secrets: [secret] }), now };
  return { webhook, verdict: await verifySignature(provider, requestTo(provider.name, webhook), context) };
}

test.each(all.filter(({ provider }) => canSign(provider)))(
  '$name: its signature is the one that ingest verifies',
  async (each) => {
    expect((await posted(each)).verdict).toEqual({ valid: true });
  },
);

test.each(all)('$name: its header names are in lower case', ({ sample }) => {
  expect(Object.keys(sample.headers)).toEqual(Object.keys(sample.headers).map((name) => name.toLowerCase()));
});

test('a body of one’s own is signed and sent as it is', async () => {
  const github = all.find(({ provider }) => provider.name === 'github');
  const body = Buffer.from('{"zen" : "odd  spacing"}\r\n');
  const { webhook, verdict } = await posted(github!, body);
  expect(webhook.body).toBe(body);
  expect(verdict).toEqual({ valid: true });
});

test('placeholders become fresh values, the same throughout a webhook, and a lone {{now}}, {{nowMilliseconds}} or {{number}} a number', () => {
  const sample = {
    type: 'thing.made',
    headers: { 'x-id': 'msg_{{id}}', 'x-time': '{{now}}' },
    body: {
      id: 'evt_{{id}}',
      again: ['evt_{{id}}', '{{uuid}}'],
      at: '{{now}}',
      exactlyAt: '{{nowMilliseconds}}',
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
    exactlyAt: 1_762_162_200_750,
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
    'A sample has no placeholder {{date}}: use uuid, id, number, now, nowMilliseconds, iso',
  );
});
