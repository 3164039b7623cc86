import { jest } from '@jest/globals';
import { localDeadLetters } from '../../support/local-dead-letters.ts';
import { startPipeline, type LocalPipeline } from '../../support/local-pipeline.ts';
import { localTable } from '../../support/local-table.ts';
import { givenDeadLetter } from '../../support/given-dead-letters.ts';

jest.setTimeout(120_000);

const letter = givenDeadLetter();
const ofLetter = { worker: letter.worker, state: letter.state };
const marker = { id: 'forward/e1/shop', expiresAt: 4_000_000_000, status: 'COMPLETED' };

async function write({ endpoints }: LocalPipeline): Promise<void> {
  expect(await localDeadLetters(endpoints).store.put(letter, 'absent')).not.toBe('conflict');
  expect(await localTable(endpoints, 'MarkersTable').put(marker, 'absent')).not.toBe('conflict');
}

/** What the tables and both indexes know, as four answers. */
async function read({ endpoints }: LocalPipeline) {
  const { store } = localDeadLetters(endpoints);
  const { fingerprint } = letter.failure;
  return {
    letter: (await store.get(letter.id))?.record,
    byTime: (await store.page(ofLetter)).deadLetters.map(({ id }) => id),
    byGroup: (await store.pageOfGroup({ ...ofLetter, fingerprint })).members.map(({ id }) => id),
    marker: (await localTable(endpoints, 'MarkersTable').get(marker.id))?.item,
  };
}

test('tables with their indexes keep what was acknowledged over a kill -9, and --fresh forgets it', async () => {
  const all = { letter, byTime: [letter.id], byGroup: [letter.id], marker };
  const none = { letter: undefined, byTime: [], byGroup: [], marker: undefined };
  const first = await startPipeline();
  const { localDir } = first;
  expect(await read(first)).toEqual(none);
  await write(first);
  await first.kill();
  const second = await startPipeline({ localDir });
  expect(await read(second)).toEqual(all);
  await second.stop();
  const third = await startPipeline({ localDir });
  expect(await read(third)).toEqual(all);
  await third.stop();
  const fresh = await startPipeline({ localDir, args: ['--fresh'] });
  expect(await read(fresh)).toEqual(none);
  await fresh.stop();
});
