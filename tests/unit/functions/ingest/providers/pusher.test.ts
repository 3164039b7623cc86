import { pusher } from '../../../../../functions/ingest/providers/pusher/pusher.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'of-the-token';
const ingest = () => ingestUnderTest({ sources: { rooms: { provider: 'pusher', secrets: [secret] } } });
const posted = (names: readonly string[], timeMs = 1_760_000_000_000, key = 'a-key') => {
  const events = names.map((name) => ({ name, channel: 'workshop' }));
  const body = JSON.stringify({ time_ms: timeMs, events });
  return signedRequest({ provider: pusher, secret, body, sourceName: 'rooms', headers: { 'x-pusher-key': key } });
};

test('a channel that is occupied twice in one batch is two events', async () => {
  const { post, queued } = ingest();
  await post(posted(['channel_occupied', 'channel_vacated', 'channel_occupied']));
  const events = queued().flatMap((delivery) => delivery.events);
  expect(events.map(({ type }) => type)).toEqual(['channel_occupied', 'channel_vacated', 'channel_occupied']);
  expect(new Set(events.map(({ id }) => id)).size).toBe(3);
});

test('a retry is the same delivery with the same events, under whatever key, and the same news later is another', async () => {
  const { post, queued } = ingest();
  const names = ['channel_occupied', 'channel_vacated'];
  for (const request of [posted(names), posted(names, undefined, 'another'), posted(names, 1_760_000_000_001)]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a sender repeats
    await post(request);
  }
  const [first, again, later] = queued().map(({ id, events }) => [id, ...events.map((event) => event.id)]);
  expect(again).toEqual(first);
  expect(later?.filter((id) => first?.includes(id))).toEqual([]);
});
