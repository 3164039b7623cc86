import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';

const clientState = 'an-invented-client-state';
const ingest = () =>
  ingestUnderTest({ sources: { 'microsoft-graph': { provider: 'microsoft-graph', secrets: [clientState] } } });

const posted = (...value: readonly object[]) =>
  requestTo('microsoft-graph', { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value }) });
const message = { clientState, subscriptionId: 's', changeType: 'created', resource: 'me/messages/1', id: 'n-1' };
const calendar = { ...message, id: undefined, resourceData: { '@odata.etag': 'W/"1"' } };
const drive = { clientState, subscriptionId: 's', changeType: 'updated', resource: 'me/drive/root' };

/** The ids of the events, post by post. */
async function idsOf(...posts: readonly (readonly object[])[]) {
  const { post, queued } = ingest();
  for (const value of posts) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await post(posted(...value))).toMatchObject({ status: 202 });
  }
  return queued().map(({ events }) => events.map(({ id }) => id));
}

test.each([
  ['an id', message],
  ['an ETag', calendar],
])('a notification with %s is one event, wherever and however often it comes', async (_, notification) => {
  const [first, [second]] = (await idsOf([notification, drive], [notification])) as [string[], string[]];
  expect(second).toBe(first[0]);
});

test('an ETag is of its resource, its change and its subscription', async () => {
  const others = [{ resource: 'me/messages/2' }, { changeType: 'updated' }, { subscriptionId: 't' }];
  const [ids] = await idsOf([calendar, ...others.map((other) => ({ ...calendar, ...other }))]);
  expect(new Set(ids).size).toBe(4);
});

test('the same words about a drive are news each time: nothing in them would tell a retry', async () => {
  expect(new Set((await idsOf([drive, drive], [drive])).flat()).size).toBe(3);
});

test('an id or a resource that is longer than ids are names an event all the same', async () => {
  const long = [
    { ...message, id: 'x'.repeat(300) },
    { ...calendar, resource: `${'r'.repeat(300)}1` },
    { ...calendar, resource: `${'r'.repeat(300)}2` },
  ];
  const [first, second] = await idsOf(long, long);
  expect(second).toEqual(first);
  expect(new Set(first).size).toBe(3);
});

test('one notification that nobody vouches for refuses the whole post', async () => {
  const { post, queued } = ingest();
  expect(await post(posted(message, { ...drive, clientState: 'a guess' }))).toMatchObject({ status: 401 });
  expect(queued()).toEqual([]);
});
