import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { listSpan } from '#shared/archive/list-span.ts';
import { readArchive, type Archived } from '#shared/archive/read-archive.ts';
import { readLines } from '#shared/archive/read-lines.ts';
import { anyCharacter } from '../../../support/any-character.ts';
import { collect } from '../../../support/collect.ts';
import { archiveText, givenArchived, nameAt, putLines } from '../../../support/given-archive.ts';
import { givenEvent } from '../../../support/given-messages.ts';
import { memoryObjects } from '../../../support/ports.ts';

const HOUR = 'archive/date=2026-01-02/hour=03/';
const span = { from: new Date('2026-01-02T03:00:00Z'), until: new Date('2026-01-02T05:00:00Z') };
const at = (id: string, receivedAt: string) => givenEvent({ id, receivedAt });

const shown = (read: Archived) => ('damage' in read ? read.damage : read.archived.id);
const idsIn = async (objects: ReturnType<typeof memoryObjects>, given: Parameters<typeof readArchive>[0] = span) =>
  (await collect(readArchive(given, objects))).map(shown);

test('a span has the events that were received from its begin on and before its end, by the hour', async () => {
  const objects = memoryObjects();
  await givenArchived(objects, [at('before', '2026-01-02T02:59:59.999Z')]);
  await givenArchived(objects, [at('first', '2026-01-02T03:00:00.000Z'), at('second', '2026-01-02T03:59:59.999Z')]);
  await givenArchived(objects, [at('third', '2026-01-02T04:59:59.999Z')]);
  await givenArchived(objects, [at('behind', '2026-01-02T05:00:00.000Z')]);
  expect(await idsIn(objects)).toEqual(['first', 'second', 'third']);
  const later = new Date('2026-01-02T03:30:00Z');
  expect(await idsIn(objects, { ...span, from: later })).toEqual(['second', 'third']);
  expect(await idsIn(objects, { from: span.until, until: span.from })).toEqual([]);
});

test('the last hour is listed where the span ends within it, and one listing finds all of it', async () => {
  const objects = memoryObjects();
  await givenArchived(objects, [at('in', '2026-01-02T05:10:00.000Z'), at('out', '2026-01-02T05:40:00.000Z')]);
  expect(await idsIn(objects, { ...span, until: new Date('2026-01-02T05:30:00Z') })).toEqual(['in']);
  expect(objects.calls.filter((call) => call.startsWith('list'))).toEqual(['list archive/']);
});

test('what was stored when the run had begun is not met', async () => {
  const objects = memoryObjects();
  await givenArchived(objects, [at('old', '2026-01-02T03:00:00.000Z')], '2026-01-02T03:00:01.000Z');
  await givenArchived(objects, [at('late', '2026-01-02T03:00:00.000Z')], '2026-01-02T06:00:00.000Z');
  const storedBefore = new Date('2026-01-02T06:00:00.000Z');
  expect(await idsIn(objects, { ...span, storedBefore })).toEqual(['old']);
  const listed = await collect(listSpan({ ...span, prefix: 'archive/' }, objects));
  expect(listed).toHaveLength(2);
});

test('an object and a line that are damaged are named and hide nothing else', async () => {
  const objects = memoryObjects();
  const [one, two, three, four] = await Promise.all(
    ['one', 'two', 'three', 'four'].map((id) => archiveText(givenEvent({ id }), objects)),
  );
  putLines(objects, HOUR, nameAt('2026-01-02T03:10:00Z', 1), [one!, '{"half', two!]);
  const torn = putLines(objects, HOUR, nameAt('2026-01-02T03:10:00Z', 2), [three!]);
  objects.stored.set(torn, { bytes: objects.stored.get(torn)!.bytes.subarray(0, -6) });
  objects.stored.set(`${HOUR}${nameAt('2026-01-02T03:10:00Z', 3)}`, { bytes: Buffer.from('no gzip') });
  putLines(objects, HOUR, nameAt('2026-01-02T03:10:00Z', 4), [four!]);
  const read = await collect(readArchive(span, objects));
  expect(read.map(shown)).toEqual([
    'one',
    'This message is no archive line: it is not JSON',
    'two',
    'three',
    'it cannot be read behind line 1: unexpected end of file',
    'it cannot be read behind line 0: incorrect header check',
    'four',
  ]);
  expect(read[1]).toMatchObject({ key: `${HOUR}${nameAt('2026-01-02T03:10:00Z', 1)}`, line: 2 });
});

test('an outage of S3 is thrown and not taken for damage', async () => {
  const objects = memoryObjects();
  await givenArchived(objects, [givenEvent()]);
  const away = { ...objects, get: () => Promise.reject(new Error('SlowDown')) };
  await expect(collect(readArchive(span, away))).rejects.toThrow('SlowDown');
});

test('lines are cut at line ends and nowhere else, wherever the pieces of the unpacked text end', async () => {
  const line = fc.string({ unit: anyCharacter, maxLength: 30 }).map((text) => JSON.stringify(text));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.boolean(), async (lines, isEnded) => {
      const text = lines.join('\n') + (isEnded && lines.length > 0 ? '\n' : '');
      const read = await collect(readLines(gzipSync(text)));
      expect(read).toEqual(lines.map((text, index) => ({ number: index + 1, text })));
    }),
    { numRuns: 50 },
  );
  const wide = 'x'.repeat(700_000);
  const read = await collect(readLines(gzipSync(`${wide}\nü\n${wide}`)));
  expect(read.map(({ text }) => text.length)).toEqual([700_000, 1, 700_000]);
});
