import { meta } from '../../../../../functions/ingest/providers/meta/meta.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'an-invented-app-secret';

/** Posts each body and gives what was queued. */
async function deliveriesOf(...bodies: readonly unknown[]) {
  const { post, queued } = ingestUnderTest({ sources: { meta: { provider: 'meta', secrets: [secret] } } });
  for (const body of bodies) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await post(signedRequest({ provider: meta, secret, body: JSON.stringify(body) }))).toMatchObject({
      status: 200,
    });
  }
  return queued();
}

type Deliveries = Awaited<ReturnType<typeof deliveriesOf>>;
const idsOf = (deliveries: Deliveries) => deliveries.flatMap(({ events }) => events.map(({ id }) => id)).toSorted();
const typesOf = (deliveries: Deliveries) => deliveries.flatMap(({ events }) => events.map(({ type }) => type));

const whatsapp = (...changes: readonly object[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: changes.map((value) => ({ field: 'messages', value: { metadata: {}, ...value } })) }],
});
const page = (...entry: readonly object[]) => ({ object: 'page', entry });
const message = (id: string) => ({ id, type: 'text', text: { body: 'Ærø' } });
const status = (name: string) => ({ id: 'wamid.1', status: name, recipient_id: '45' });
const feed = (entryTime: number, ...posts: readonly string[]) => ({
  id: '7',
  time: entryTime,
  changes: posts.map((post_id) => ({ field: 'feed', value: { post_id, verb: 'add' } })),
});

const messaging = (...elements: readonly object[]) => ({ id: '7', time: 1, messaging: elements });

const direct = (timestamp: number, more: object) => ({
  object: 'instagram',
  entry: [{ id: '7', time: timestamp, messaging: [{ timestamp, message: { mid: 'm', ...more } }] }],
});

test('a message between two of our accounts comes for each of them, and is two events', async () => {
  const element = { timestamp: 5, message: { mid: 'm' } };
  const entries = ['7', '8'].map((id) => ({ id, time: 1, messaging: [element] }));
  const [both, one] = await deliveriesOf(
    { object: 'instagram', entry: entries },
    { object: 'instagram', entry: entries.slice(1) },
  );
  const ids = both?.events.map(({ id }) => id) ?? [];
  expect(new Set(ids).size).toBe(2);
  expect(one?.events.map(({ id }) => id)).toEqual(ids.slice(1));
});

test('messages and statuses of WhatsApp are events of their own, and what lies between them is none', async () => {
  const [delivery] = await deliveriesOf(
    whatsapp(
      { messages: [message('wamid.a'), message('wamid.b')] },
      { statuses: [status('sent'), status('read')] },
      { errors: [{}] },
    ),
  );
  expect(delivery?.events.map(({ type, pointer }) => [type, pointer])).toEqual([
    ['whatsapp_business_account.messages.text', '/entry/0/changes/0/value/messages/0'],
    ['whatsapp_business_account.messages.text', '/entry/0/changes/0/value/messages/1'],
    ['whatsapp_business_account.messages.sent', '/entry/0/changes/1/value/statuses/0'],
    ['whatsapp_business_account.messages.read', '/entry/0/changes/1/value/statuses/1'],
    ['whatsapp_business_account.messages', '/entry/0/changes/2'],
  ]);
  expect(new Set(delivery?.events.map(({ id }) => id)).size).toBe(5);
});

test('a status is another event for each member of a group', async () => {
  const members = ['45', '46'].map((recipient_participant_id) => ({ ...status('read'), recipient_participant_id }));
  expect(new Set(idsOf(await deliveriesOf(whatsapp({ statuses: members })))).size).toBe(2);
});

test.each([
  [
    'messages',
    whatsapp({ messages: [message('a'), message('b')] }),
    [whatsapp({ messages: [message('b')] }), whatsapp({ messages: [message('a')] })],
  ],
  ['changes without an id', page(feed(1, 'p', 'q')), [page(feed(1, 'q')), page(feed(1, 'p'))]],
])('%s keep their ids when they are grouped in another way', async (_, whole, parts) => {
  expect(idsOf(await deliveriesOf(...parts))).toEqual(idsOf(await deliveriesOf(whole)));
});

test('the same change at another time is another event', async () => {
  expect(new Set(idsOf(await deliveriesOf(page(feed(1, 'p')), page(feed(2, 'p'))))).size).toBe(2);
});

test('what Messenger sends has the type of its field', async () => {
  const sent = { sender: { id: '1' }, recipient: { id: '7' }, timestamp: 5 };
  const deliveries = await deliveriesOf(
    page(
      messaging(
        { ...sent, message: { mid: 'm' } },
        { ...sent, postback: { mid: 'n' } },
        { ...sent, delivery: { mids: ['m'] } },
        { ...sent, unheard: {} },
      ),
    ),
  );
  expect(typesOf(deliveries)).toEqual(['page.message', 'page.postback', 'page.delivery', 'page']);
});

test('a message that is taken back is another event than the message', async () => {
  expect(new Set(idsOf(await deliveriesOf(direct(1, { text: 'a' }), direct(9, { is_deleted: true })))).size).toBe(2);
});

test('an entry that only names what changed is an event, and so is a body that is unlike all others', async () => {
  const deliveries = await deliveriesOf(page({ id: '7', time: 1, changed_fields: ['feed'] }), { object: 'user' });
  expect(typesOf(deliveries)).toEqual(['page', 'user']);
});
