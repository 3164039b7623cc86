import { gocardless } from '../../../../../functions/ingest/providers/gocardless/gocardless.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'of-the-endpoint';
const ingest = () => ingestUnderTest({ sources: { debits: { provider: 'gocardless', secrets: [secret] } } });
const event = (id: string, action: string) => ({ id, resource_type: 'payments', action, links: { payment: 'PM1' } });
const posted = (events: readonly object[], rest: object = {}) =>
  signedRequest({
    provider: gocardless,
    secret,
    body: JSON.stringify({ events, ...rest }),
    sourceName: 'debits',
  });

const webhook = (id: string) => ({ meta: { webhook_id: id } });

test('each event has its own id and type, and keeps them in another webhook', async () => {
  const { post, queued } = ingest();
  const [first, second] = [event('EV1', 'submitted'), event('EV2', 'failed')];
  await post(posted([first, second], webhook('WB1')));
  await post(posted([second], webhook('WB2')));
  const [whole = [], again = []] = queued().map(({ events }) => events);
  expect(whole.map(({ type, senderEventId }) => [type, senderEventId])).toEqual([
    ['payments.submitted', 'EV1'],
    ['payments.failed', 'EV2'],
  ]);
  expect(again.map(({ id }) => id)).toEqual([whole[1]?.id]);
});

test('a webhook that is sent again is the same delivery by its id, and one without an id by its bytes', async () => {
  const { post, queued } = ingest();
  const events = [event('EV1', 'failed')];
  for (const rest of [webhook('WB1'), { ...webhook('WB1'), later: true }, webhook('WB2'), {}, {}]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a sender repeats
    await post(posted(events, rest));
  }
  const [first, again, other, bare, bareAgain] = queued().map(({ id }) => id);
  expect([again, bareAgain]).toEqual([first, bare]);
  expect(new Set([first, other, bare]).size).toBe(3);
});

test('what is accepted is answered 204 without a body, and an event without an id does not cost the others', async () => {
  const { post } = ingest();
  expect(await post(posted([event('EV1', 'failed')]))).toMatchObject({ status: 204, body: '' });
  const answer = await post(posted([event('EV1', 'failed'), { action: 'failed' }]));
  expect(answer.status).toBe(204);
});
