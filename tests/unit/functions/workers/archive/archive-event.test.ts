import { gunzipSync } from 'node:zlib';
import { archiveEvent } from '../../../../../functions/workers/archive/archive-event.ts';
import { storeResultsPerBatch } from '../../../../../functions/workers/store-results-per-batch.ts';
import { archivedBytes, type ArchiveLine } from '#shared/messages/archive-line.ts';
import { checkInBody, inlineBody } from '#shared/messages/body.ts';
import { givenDeadline, givenWorkerContext } from '../../../../support/given-deadline.ts';
import { givenEvent, givenRecord } from '../../../../support/given-messages.ts';
import type { Event } from '#shared/messages/event.ts';
import { countingIds, memoryObjects, TRACEPARENT } from '../../../../support/ports.ts';

const readLine = (line: string): ArchiveLine => JSON.parse(line);

test('an event is archived as its CloudEvent, a pure mapping of the event and its bytes', async () => {
  const context = givenWorkerContext();
  const line = await archiveEvent(givenEvent(), context);
  expect(line).toMatchObject({ specversion: '1.0', id: 'e'.repeat(32), data: { a: 1 }, traceparent: TRACEPARENT });
  expect(await archiveEvent(givenEvent(), { ...context, attempt: 2 })).toEqual(line);
});

test('bodies in text, in base64 and behind a pointer all come back exactly from the archived object', async () => {
  const results = memoryObjects();
  const large = Buffer.from(`{"fill":"${'x'.repeat(300_000)}","n":1.0}`);
  const bytes = [Buffer.from('{"line":"\\u2028\\n \u2028"}'), Buffer.from('a=\xff', 'latin1'), large];
  const bodies = [inlineBody(bytes[0]!), inlineBody(bytes[1]!), await checkInBody(large, 'stripe/d', results)];
  const contentTypes = ['application/json', 'application/x-www-form-urlencoded', 'application/json'];
  const ports = {
    results,
    prefix: 'archive/',
    toLine: (_: Event, line: unknown) => line,
    ids: countingIds(),
    eventsAtOnce: 2,
  };
  const failures = await storeResultsPerBatch(archiveEvent, ports)(
    bodies.map((body, index) => givenRecord(givenEvent({ body, contentType: contentTypes[index]! }), `m${index}`)),
    givenDeadline(),
  );
  expect(failures.size).toBe(0);
  const [key = ''] = [...results.stored.keys()].filter((key) => key.startsWith('archive/'));
  const lines = gunzipSync(results.stored.get(key)!.bytes).toString().trimEnd().split('\n');
  const archived = lines.map((line) => archivedBytes(readLine(line)));
  expect(archived.map((read, index) => read.equals(bytes[index]!))).toEqual([true, true, true]);
});

test('a number beyond all doubles is archived, and its bytes come back', async () => {
  const results = memoryObjects();
  const text = '{"customer jane roe born 1970":{"x":1e400}}';
  const work = storeResultsPerBatch(archiveEvent, {
    results,
    prefix: 'archive/',
    toLine: (_: Event, line: unknown) => line,
    ids: countingIds(),
    eventsAtOnce: 2,
  });
  const event = givenEvent({ contentType: 'application/json', body: { text } });
  expect(await work([givenRecord(event, 'm1')], givenDeadline())).toEqual(new Map());
  const [stored] = [...results.stored.values()];
  const line = readLine(gunzipSync(stored!.bytes).toString());
  expect(line.data).toEqual({ 'customer jane roe born 1970': { x: null } });
  expect(archivedBytes(line).toString()).toBe(text);
});
