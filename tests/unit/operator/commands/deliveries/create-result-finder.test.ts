import { gzipSync } from 'node:zlib';
import type { Objects } from '#shared/ports.ts';
import { createResultFinder } from '../../../../../operator/commands/deliveries/create-result-finder.ts';
import { fixedClock, memoryObjects } from '../../../../support/ports.ts';

const start = '2025-11-03T09:59:50.000Z';

function given() {
  const objects = memoryObjects();
  const clock = fixedClock(start);
  let key = 0;
  const store = async (
    lines: readonly unknown[],
    folder = 'archive/date=2025-11-03/hour=09',
    name = String((key += 1)).padStart(4, '0'),
  ) => {
    const bytes = gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await objects.put(`${folder}/${name}.ndjson.gz`, bytes, { contentType: 'application/x-ndjson' });
  };
  const listedAfter: (string | undefined)[] = [];
  const watched: Objects = {
    ...objects,
    list: (prefix, after) => {
      listedAfter.push(after);
      return objects.list(prefix, after);
    },
  };
  return { objects, listedAfter, clock, store, finder: createResultFinder(watched, 'archive/', clock) };
}

test('each result is found once, by the id of its event', async () => {
  const { store, finder } = given();
  await finder.begin();
  await store([{ id: 'a', data: { id: 'inner' } }, { id: 'b' }]);
  await store([{ v: 1, eventId: 'c', worker: 'ledger', value: {} }]);
  expect((await finder.find([])).toSorted()).toEqual(['a', 'b', 'c']);
  await store([{ id: 'd' }]);
  expect(await finder.find([])).toEqual(['d']);
  expect(await finder.find([])).toEqual([]);
});

test('what was there before the beginning is not even read', async () => {
  const { objects, store, finder } = given();
  await store([{ id: 'old' }]);
  await finder.begin();
  await store([{ id: 'new' }]);
  expect(await finder.find([])).toEqual(['new']);
  expect(objects.calls.filter((call) => call.startsWith('get')).length).toBe(1);
});

test('an object that appears behind a later one is found', async () => {
  const { store, finder } = given();
  await finder.begin();
  await store([{ id: 'later' }], undefined, '0009');
  expect(await finder.find([])).toEqual(['later']);
  await store([{ id: 'earlier' }], undefined, '0008');
  expect(await finder.find([])).toEqual(['earlier']);
});

test('after a while old keys are not listed any more, and new ones still found', async () => {
  const { listedAfter, clock, store, finder } = given();
  await finder.begin();
  await store([{ id: 'a' }]);
  await finder.find([]);
  clock.advance(12_001);
  await finder.find([]);
  await store([{ id: 'b' }]);
  expect(await finder.find([])).toEqual(['b']);
  expect(listedAfter.slice(-2)).toContain('archive/date=2025-11-03/hour=09/0001.ndjson.gz');
});

test('when the hour changes both hours are looked through', async () => {
  const { clock, store, finder } = given();
  await finder.begin();
  clock.advance(15_000);
  await store([{ id: 'late' }]);
  await store([{ id: 'next' }], 'archive/date=2025-11-03/hour=10');
  expect((await finder.find([])).toSorted()).toEqual(['late', 'next']);
});

test('a look that fails loses nothing: the next one finds the same', async () => {
  const { objects, store, finder } = given();
  await finder.begin();
  await store([{ id: 'a' }]);
  await store([{ id: 'b' }]);
  const { bytes } = objects.stored.get('archive/date=2025-11-03/hour=09/0002.ndjson.gz')!;
  objects.stored.set('archive/date=2025-11-03/hour=09/0002.ndjson.gz', { bytes: Buffer.from('half a file') });
  await expect(finder.find([])).rejects.toThrow('incorrect header check');
  objects.stored.set('archive/date=2025-11-03/hour=09/0002.ndjson.gz', { bytes });
  expect((await finder.find([])).toSorted()).toEqual(['a', 'b']);
  expect(await finder.find([])).toEqual([]);
});
