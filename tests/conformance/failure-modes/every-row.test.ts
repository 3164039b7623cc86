import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The ways in which exactly this architecture is known to fail. Each has a test that says by its title what holds there. */
const failureModes = [
  'duplicate delivery',
  'ingest acknowledges early',
  'SendMessageBatch partial failure',
  'PublishBatch partial failure',
  'dispatch publishes then dies',
  'poison pill',
  'VT too short',
  'Lambda timeout in mid-batch',
  'crash holding INPROGRESS',
  'zombie run',
  'throttled ESM',
  'full-batch error caught',
  'wrong id in response',
  'handler returns nothing',
  'SNS filter drops silently',
  'subscription DLQ missing',
  'queue policy or KMS change',
  'message too big',
  'illegal characters',
  'DLQ clock',
  'replay storm',
  'replay loop and recursion',
  'replay after expiry',
  'replay of a job that had completed',
  'hot tenant',
  'in-flight cap',
  'retry backoff',
  'DynamoDB throttled at launch',
  'parallel batch over 50 sockets',
  'observability lies',
  'cold-start burst',
  'Region move',
];

const folder = import.meta.dirname;
const sources = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'));

/** What stands before the colon of each title, and in test.each behind the table. */
const titled = sources.flatMap((source) =>
  [...source.matchAll(/(?:\btest|\))\(\s*['"`](?<mode>[^'"`:]+): /g)].map(({ groups }) => groups?.['mode'] ?? ''),
);

test.each(failureModes)('a test says what holds of %s', (mode) => {
  expect(titled).toContain(mode);
});

test('every test among them is of a failure mode on the list', () => {
  expect(titled.filter((mode) => !failureModes.includes(mode))).toEqual([]);
});
