import { createHmac } from 'node:crypto';
import {
  challengeSchema,
  rejoinedSchema,
  tabKeySchema,
  textToProve,
} from '../../../../../operator/console/protocol/rejoin.ts';
import { TOKEN_HEADER } from '../../../../../operator/console/protocol/refusal.ts';
import { answerOf, givenConsole, ORIGIN, TAB_KEY, TOKEN } from '../given-console.ts';

const ofEarlierStart = { [TOKEN_HEADER]: 'of-an-earlier-start' };
const prove = (challenge: string, { key = TAB_KEY, port = '4177' } = {}) =>
  createHmac('sha256', key).update(textToProve(port, challenge)).digest('base64url');

function givenTab() {
  const console = givenConsole();
  return {
    ...console,
    challenge: async () =>
      (await answerOf(challengeSchema, await console.ask('/api/challenge', { headers: ofEarlierStart }))).challenge,
    rejoin: (proof: unknown, headers = {}) =>
      console.ask('/api/rejoin', {
        method: 'POST',
        headers: { origin: ORIGIN, ...ofEarlierStart, ...headers },
        body: JSON.stringify({ proof }),
      }),
  };
}

test('a tab of an earlier start proves its key and gets the token of this one', async () => {
  const { challenge, rejoin, tell, keyUses } = givenTab();
  const { key } = await tell(tabKeySchema, 'tab-key');
  const { token } = await answerOf(rejoinedSchema, await rejoin(prove(await challenge(), { key })));
  expect(token).toBe(TOKEN);
  expect(keyUses()).toBeGreaterThan(0);
});

test('the key is told to nobody without the token, and without it nothing counts as a use', async () => {
  const { ask, keyUses } = givenTab();
  expect((await ask('/api/tab-key', { headers: ofEarlierStart })).status).toBe(401);
  expect(keyUses()).toBe(0);
});

test('another key, another port, the challenge of another start, and what is no proof at all open nothing', async () => {
  const { challenge, rejoin } = givenTab();
  const asked = await challenge();
  const other = await givenTab().challenge();
  expect(other).not.toBe(asked);
  const proofs = [
    prove(asked, { key: 'another' }),
    prove(asked, { port: '4178' }),
    prove(other),
    '',
    asked,
    prove(asked).slice(1),
  ];
  for (const proof of proofs) {
    const answer = await rejoin(proof);
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain(TOKEN);
  }
  expect((await rejoin(7)).status).toBe(400);
});

test('another page cannot come back in place of the tab', async () => {
  const { challenge, rejoin } = givenTab();
  const proof = prove(await challenge());
  expect((await rejoin(proof, { 'sec-fetch-site': 'cross-site', origin: 'https://attacker.example' })).status).toBe(
    403,
  );
  expect((await rejoin(proof, { host: 'rebound.example:4177' })).status).toBe(403);
});
