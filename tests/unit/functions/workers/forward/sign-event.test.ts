import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { signEvent } from '../../../../../functions/workers/forward/sign-event.ts';

const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`;
const secrets = fc.array(fc.uint8Array({ minLength: 24, maxLength: 64 }).map(secretOf), { minLength: 1, maxLength: 3 });

test('the standardwebhooks package verifies it with each of the secrets, and with no other', () => {
  fc.assert(
    fc.property(fc.jsonValue(), secrets, fc.uint8Array({ minLength: 24, maxLength: 24 }), (value, given, other) => {
      fc.pre(!given.includes(secretOf(other)));
      const body = Buffer.from(JSON.stringify(value));
      const headers = signEvent({ id: 'e1', body, secrets: given }, new Date());
      for (const secret of given) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
      expect(() => new Webhook(secretOf(other)).verify(body, headers)).toThrow('No matching signature');
    }),
  );
});

test('it is over the bytes, and not over what they may be read as', () => {
  const id = 'e1';
  const secret = secretOf(new Uint8Array(24).fill(7));
  const now = new Date('2026-01-02T03:04:05.999Z');
  const headers = signEvent({ id, body: Buffer.from([0xff, 0x00, 0xfe]), secrets: [secret] }, now);
  expect(headers).toMatchObject({ 'webhook-id': 'e1', 'webhook-timestamp': '1767323045' });
  const broken = signEvent({ id, body: Buffer.from('\ufffd\0\ufffd'), secrets: [secret] }, now);
  expect(headers['webhook-signature']).not.toBe(broken['webhook-signature']);
});
