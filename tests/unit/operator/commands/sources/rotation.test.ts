import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { add } from '../../../../../operator/commands/sources/add.ts';
import { confirm } from '../../../../../operator/commands/sources/confirm.ts';
import { list } from '../../../../../operator/commands/sources/list.ts';
import { retire, type RetireOptions } from '../../../../../operator/commands/sources/retire.ts';
import { rotate, type RotateOptions } from '../../../../../operator/commands/sources/rotate.ts';
import { fingerprintOf } from '../../../../../operator/verbs/sources/fingerprint-of.ts';
import { fromStdin, givenAdd, givenSources } from './given-sources.ts';

const rotation = (overrides: Partial<RotateOptions> = {}): RotateOptions => ({
  name: 'shop',
  secret: fromStdin,
  retireOldAfterMs: undefined,
  awaitsForMs: undefined,
  asJson: false,
  ...overrides,
});
const retirement = (overrides: Partial<RetireOptions> = {}): RetireOptions => ({
  name: 'shop',
  secret: undefined,
  notAfter: undefined,
  isConfirmed: true,
  asJson: false,
  ...overrides,
});
const DAY_MS = 86_400_000;
const TOMORROW = '2026-01-04T12:00:00.000Z';

test('a new secret counts beside the old one', async () => {
  const { session, tools, stored, shown } = givenSources(
    { shop: { provider: 'shopify', secrets: ['old'], budget: { perSecond: 1 } } },
    ['new-one'],
  );
  expect(await rotate(rotation(), session, tools)).toBe(0);
  expect(stored()).toEqual({
    shop: { provider: 'shopify', secrets: ['old', { value: 'new-one' }], budget: { perSecond: 1 } },
  });
  expect(shown()).toContain(fingerprintOf('new-one'));
  expect(shown()).not.toContain('new-one');
});

test('the old ones end after the new one counts, none later than it did, and those for another use stay', async () => {
  const sooner = { value: 'sooner', notAfter: '2026-01-03T13:00:00.000Z' };
  const secrets = ['old', sooner, { value: 'token', use: 'verify-token' }];
  const { session, tools, stored, json } = givenSources({ shop: { provider: 'meta', secrets } }, ['new']);
  const secret = { ...fromStdin, notBefore: '2026-01-03T18:00:00.000Z' };
  expect(await rotate(rotation({ secret, retireOldAfterMs: DAY_MS, asJson: true }), session, tools)).toBe(0);
  const notAfter = '2026-01-04T18:00:00.000Z';
  expect(stored()['shop']?.['secrets']).toEqual([
    { value: 'old', notAfter },
    sooner,
    { value: 'token', use: 'verify-token' },
    { value: 'new', notBefore: '2026-01-03T18:00:00.000Z' },
  ]);
  expect(json()).toMatchObject([{ kind: 'source', ended: [{ fingerprint: fingerprintOf('old'), notAfter }] }]);
});

test('a secret that is there already, or a source that is not, is refused', async () => {
  const { session, tools } = givenSources({ shop: { provider: 'shopify', secrets: ['old'] } }, ['old']);
  await expect(rotate(rotation(), session, tools)).rejects.toThrow(`already (${fingerprintOf('old')})`);
  await expect(rotate(rotation({ name: 'shp' }), session, tools)).rejects.toThrow('Did you mean shop?');
});

test('a source waits for another secret only where its sender offers one', async () => {
  const waiting = rotation({ secret: undefined, awaitsForMs: 600_000 });
  const shop = givenSources({ shop: { provider: 'shopify', secrets: ['s'] } });
  await expect(rotate(waiting, shop.session, shop.tools)).rejects.toThrow('shopify offers no secret');
  const board = givenSources({ shop: { provider: 'asana', secrets: ['s'] } });
  expect(await rotate(waiting, board.session, board.tools)).toBe(0);
  const word = Buffer.alloc(16, 7).toString('base64url');
  const offerSha256 = hash('sha256', word);
  const awaited = { secrets: ['s'], awaitsSecretUntil: '2026-01-03T12:10:00.000Z', offerSha256 };
  expect(board.stored()['shop']).toMatchObject(awaited);
  expect(board.written()).toContain(`https://hooks.example/webhooks/shop?offer=${word}`);
});

test('a secret ends by its fingerprint, at once or later', async () => {
  const { session, tools, stored, questions } = givenSources({
    shop: { provider: 'shopify', secrets: ['old', 'new'] },
  });
  const old = fingerprintOf('old');
  expect(await retire(retirement({ secret: old, notAfter: TOMORROW, isConfirmed: false }), session, tools)).toBe(0);
  expect(stored()['shop']?.['secrets']).toEqual([{ value: 'old', notAfter: TOMORROW }, 'new']);
  expect(questions).toEqual([`End the secret ${old} of shop in stage prod at ${TOMORROW}? Another one counts.`]);
  // What ends tomorrow does not last longer for being retired again.
  await retire(retirement({ secret: old, notAfter: '2026-02-01T00:00:00.000Z' }), session, tools);
  expect(stored()['shop']?.['secrets']).toEqual([{ value: 'old', notAfter: TOMORROW }, 'new']);
  expect(await retire(retirement({ secret: old }), session, tools)).toBe(0);
  expect(stored()['shop']?.['secrets']).toEqual(['new']);
  await expect(retire(retirement({ secret: old }), session, tools)).rejects.toThrow(`no secret ${old}`);
});

test('a secret in place of its fingerprint is not repeated', async () => {
  const { session, tools } = givenSources({ shop: { provider: 'shopify', secrets: ['hunter2'] } });
  const refused = retire(retirement({ secret: 'hunter2' }), session, tools);
  await expect(refused).rejects.toMatchObject({ exitCode: 2 });
  await expect(refused).rejects.not.toThrow('hunter2');
});

test('a whole source goes with its offers once somebody agrees, even one that is invalid', async () => {
  const entries = { board: { provider: 7 }, shop: { provider: 'shopify', secrets: ['s'] } };
  const no = givenSources(entries, [], { ask: async () => false });
  expect([await retire(retirement({ name: 'board', isConfirmed: false }), no.session, no.tools), no.stored()]).toEqual([
    1,
    entries,
  ]);
  const nobody = givenSources(entries, [], { ask: undefined });
  await expect(retire(retirement({ isConfirmed: false }), nobody.session, nobody.tools)).rejects.toMatchObject({
    exitCode: 2,
  });
  const yes = givenSources(entries);
  yes.offer('board', 'offered-secret', '2026-01-03T11:00:00.000Z');
  expect(await retire(retirement({ name: 'board' }), yes.session, yes.tools)).toBe(0);
  expect([yes.stored(), yes.offers()]).toEqual([{ shop: entries.shop }, []]);
});

test('an offered secret becomes the one, the others are forgotten, and no more are waited for', async () => {
  const board = { provider: 'asana', secrets: [], awaitsSecretUntil: TOMORROW, offerSha256: 'a'.repeat(64) };
  const { session, tools, stored, offer, offers, shown } = givenSources({ board });
  const confirmation = { name: 'board', secret: undefined, isConfirmed: false, asJson: false };
  await expect(confirm(confirmation, session, tools)).rejects.toMatchObject({ exitCode: 1 });
  offer('board', 'the-secret-of-asana', '2026-01-03T11:59:00.000Z');
  offer('board', 'the-secret-of-a-stranger', '2026-01-03T11:58:00.000Z');
  offer('board2', 'of-another-source', '2026-01-03T11:58:00.000Z');
  await expect(confirm(confirmation, session, tools)).rejects.toThrow('Which one?');
  const secret = fingerprintOf('the-secret-of-asana');
  expect(await confirm({ ...confirmation, secret }, session, tools)).toBe(0);
  expect(stored()).toEqual({ board: { provider: 'asana', secrets: [{ value: 'the-secret-of-asana' }] } });
  expect(offers()).toHaveLength(1);
  expect(shown()).toContain(`${secret} was offered at 2026-01-03T11:59:00.000Z`);
  expect(shown()).not.toMatch(/the-secret-of/);
});

test('a lost race is told and tried again over what the other wrote; a second one ends it', async () => {
  const { session, tools, config, stored, told } = givenSources({ shop: { provider: 'shopify', secrets: ['s'] } }, [
    'mine',
    'again',
  ]);
  let races = 1;
  let written = 0;
  const raced = {
    ...session.pipeline.config,
    putIfUnchanged: async (...asked: Parameters<typeof config.putIfUnchanged>) => {
      if (races > 0) {
        races -= 1;
        const entries = { ...stored(), [`theirs-${(written += 1)}`]: { provider: 'github', secrets: ['t'] } };
        config.stored.set(SOURCES_KEY, { bytes: Buffer.from(JSON.stringify(entries)) });
      }
      return config.putIfUnchanged(...asked);
    },
  };
  const racing = { ...session, pipeline: { ...session.pipeline, config: raced } };
  expect(await rotate(rotation(), racing, tools)).toBe(0);
  expect(Object.keys(stored())).toEqual(['shop', 'theirs-1']);
  expect(stored()['shop']?.['secrets']).toEqual(['s', { value: 'mine' }]);
  expect(told()).toMatch(/^Somebody else changed the sources meanwhile/);
  races = 2;
  await expect(rotate(rotation(), racing, tools)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/nothing was done/),
  });
});

test('a write whose answer was lost and that meets itself is done', async () => {
  const { session, tools, config, stored, told } = givenSources({}, ['secret'], { ask: undefined });
  const lost = {
    ...session.pipeline.config,
    putIfUnchanged: async (...asked: Parameters<typeof config.putIfUnchanged>) => {
      await config.putIfUnchanged(...asked);
      return 'changed' as const;
    },
  };
  expect(await add(givenAdd(), { ...session, pipeline: { ...session.pipeline, config: lost } }, tools)).toBe(0);
  expect([Object.keys(stored()), told()]).toEqual([['stripe-eu'], '']);
});

test('whatever an entry holds, no listing shows a secret of it', async () => {
  const value = fc.string({ minLength: 12, maxLength: 40 }).map((text) => `~${text}~`);
  const entry = fc.record({
    provider: fc.constantFrom('stripe', 'standard-webhooks', 'meta', 'nobody', 'custom'),
    secrets: fc.array(fc.oneof(value, fc.record({ value, notAfter: value }), fc.record({ value, notafter: value }))),
    options: fc.oneof(fc.constant({}), fc.record({ publicUrl: value })),
  });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z_.:]{1,12}$/), entry), async (entries) => {
      const { session, tools, shown } = givenSources(entries);
      for (const isOfSecrets of [true, false]) {
        for (const asJson of [true, false]) await list({ isOfSecrets, asJson }, session, tools);
      }
      expect(shown()).not.toContain('~');
    }),
    { numRuns: 50 },
  );
});
