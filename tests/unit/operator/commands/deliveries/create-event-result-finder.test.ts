import { createEventResultFinder } from '../../../../../operator/commands/deliveries/create-event-result-finder.ts';
import { memoryObjects } from '../../../../support/ports.ts';

function given() {
  const objects = memoryObjects();
  return {
    objects,
    finder: createEventResultFinder(objects, 'results/mail/'),
    store: (eventId: string) => objects.put(`results/mail/${eventId}.json`, Buffer.from('{}'), { contentType: '' }),
  };
}

test('of the awaited events those are found that have their object', async () => {
  const { finder, store } = given();
  for (const eventId of ['a', 'c', 'somebody-elses']) await store(eventId);
  expect(await finder.find(['a', 'b', 'c'])).toEqual(['a', 'c']);
  await store('b');
  expect(await finder.find(['b'])).toEqual(['b']);
});

test('nothing is asked for while nothing is awaited', async () => {
  const { finder, objects } = given();
  await finder.begin();
  expect(await finder.find([])).toEqual([]);
  expect(objects.calls).toEqual([]);
});

test('a look asks for a hundred at most, and every one has its turn', async () => {
  const { finder, objects, store } = given();
  const all = Array.from({ length: 250 }, (_, index) => `event-${index}`);
  await store('event-249');
  expect(await finder.find(all)).toEqual([]);
  expect(objects.calls.filter((call) => call.startsWith('get'))).toHaveLength(100);
  expect(await finder.find(all)).toEqual([]);
  expect(await finder.find(all)).toEqual(['event-249']);
});
