import * as fc from 'fast-check';
import { entryKey } from '../../../../../functions/workers/ledger/entry-key.ts';
import { anyCharacter } from '../../../../support/any-character.ts';

const key = (overrides: Partial<Parameters<typeof entryKey>[0]> = {}) =>
  entryKey(
    { provider: 'stripe', account: 'own', movementId: 'ch_1', kind: 'payment', ...overrides },
    'ledger/entries/',
  );

test('a key names the movement and nothing else', () => {
  expect(key()).toBe('ledger/entries/stripe/own/ch_1/payment.json');
});

test.each([
  ['a/b', 'a%2Fb'],
  ['..', '%2E%2E'],
  ['.', '%2E'],
  ['a%2Fb', 'a%252Fb'],
  ['ü 1', '%C3%BC%201'],
  ['ch_1-2.3', 'ch_1-2.3'],
])('the id %j stands in the key as %s', (movementId, part) => {
  expect(key({ movementId })).toBe(`ledger/entries/stripe/own/${part}/payment.json`);
});

test('no two movements share a key, whatever their ids are', () => {
  const id = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(id, id, id, id, (account, movementId, otherAccount, otherId) => {
      const isSame = account === otherAccount && movementId === otherId;
      expect(key({ account, movementId }) === key({ account: otherAccount, movementId: otherId })).toBe(isSame);
    }),
  );
});

test('a key is safe in S3, in five parts', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: anyCharacter }), (movementId) => {
      expect(key({ movementId })).toMatch(/^ledger\/entries\/stripe\/own\/[A-Za-z0-9._%-]+\/payment\.json$/);
    }),
  );
});

test('the longest id of the longest account is short enough for a key', () => {
  const longest = '/'.repeat(128);
  expect(key({ account: `${longest}.test`, movementId: longest, kind: 'dispute-reversal' }).length).toBeLessThan(1024);
});
