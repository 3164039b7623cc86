import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';

const SECRET = '12345';
const SIGNED = 'https://hooks.example.com/webhooks/twilioMediaUrlaMediaUrlbMessageSidSM1MessageStatussent';
const GENUINE = 'MessageSid=SM1&MessageStatus=sent&MediaUrl=a&MediaUrl=b';

/** The id under which each of these bodies was accepted, all under the one signature that Twilio made. */
async function idsOf(...bodies: readonly string[]): Promise<readonly (string | number)[]> {
  const { post, queued } = ingestUnderTest({ sources: { twilio: { provider: 'twilio', secrets: [SECRET] } } });
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', SECRET).update(SIGNED).digest('base64'),
  };
  const ids: (string | number)[] = [];
  for (const body of bodies) {
    const { status } = await post(requestTo('twilio', { headers, body }));
    ids.push(status < 300 ? (queued().at(-1)?.id ?? '') : status);
  }
  return ids;
}

test.each([
  ['in another order', 'MediaUrl=b&MediaUrl=a&MessageStatus=sent&MessageSid=SM1'],
  ['in another spelling', 'MessageSid=%53M1&Message%53tatus=sent&MediaUrl=a&MediaUrl=b'],
  ['with fields that are empty', '&&MessageSid=SM1&&MessageStatus=sent&MediaUrl=a&MediaUrl=b&'],
  ['with a field twice', `${GENUINE}&MessageSid=SM1&MessageStatus=sent&MediaUrl=a`],
])('what one signature covers has one id: %s', async (_, body) => {
  const [genuine, other] = await idsOf(GENUINE, body);
  expect(genuine).toMatch(/^[0-9a-f]{32}$/);
  expect(other).toBe(genuine);
});

test.each([
  ['so many empty ones that others are not looked at', `${'&'.repeat(1000)}${GENUINE}`],
  ['so many of one that others are not looked at', `${'MessageSid=SM1&'.repeat(1000)}${GENUINE}`],
  ['one without a name', `${GENUINE}&=`],
])('a form with %s is refused', async (_, body) => {
  expect(await idsOf(body)).toEqual([401]);
});

test('however its fields are shuffled and repeated, a form is one event', async () => {
  const fields = GENUINE.split('&');
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...fields, ...fields, '', ''], { minLength: 1 }), async (some) => {
      const ids = await idsOf(GENUINE, [...some, ...fields].join('&'));
      expect(new Set(ids).size).toBe(1);
    }),
    { numRuns: 20 },
  );
});
