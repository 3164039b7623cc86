import { zendesk } from '../../../../../functions/ingest/providers/zendesk/zendesk.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'an-invented-signing-secret';

async function idsOf(
  ...sent: readonly { readonly body: string; readonly invocation: string; readonly contentType?: string }[]
) {
  const { post, queued } = ingestUnderTest({ sources: { zendesk: { provider: 'zendesk', secrets: [secret] } } });
  for (const { body, invocation, contentType = 'application/json' } of sent) {
    const headers = { 'x-zendesk-webhook-invocation-id': invocation };
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await post(signedRequest({ provider: zendesk, secret, body, headers, contentType }))).toMatchObject({
      status: 202,
    });
  }
  return queued().map(({ id }) => id);
}

const event = JSON.stringify({ id: 'e-1', type: 'zen:event-type:user.created', zendesk_event_version: '2022-11-06' });
const trigger = JSON.stringify({ id: '4711', type: 'ticket.solved' });

test('an event is known by its own id: another invocation, which anybody could write, does not double it', async () => {
  const [first, second] = await idsOf({ body: event, invocation: 'a' }, { body: event, invocation: 'b' });
  expect(second).toBe(first);
});

test('what a trigger sends is known by its invocation: the id in it may be the ticket’s', async () => {
  const [first, retry, again] = await idsOf(...['a', 'a', 'b'].map((invocation) => ({ body: trigger, invocation })));
  expect(retry).toBe(first);
  expect(again).not.toBe(first);
});

test.each([
  ['application/xml', '<ticket><id>4711</id></ticket>'],
  ['application/x-www-form-urlencoded', 'id=4711&type=ticket.solved'],
])('a trigger may send %s', async (contentType, body) => {
  const [first, retry, again] = await idsOf(
    ...['a', 'a', 'b'].map((invocation) => ({ body, invocation, contentType })),
  );
  expect(retry).toBe(first);
  expect(again).not.toBe(first);
});
