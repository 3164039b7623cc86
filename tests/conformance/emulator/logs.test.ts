import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { startEmulators, type Emulators } from '../../../local/emulators/start-emulators.ts';
import { refusalOf } from '../../support/emulator-clients.ts';

const BEGAN = Date.parse('2026-01-02T03:04:00Z');
const functionName = 'tests-work';
const logGroupName = `/aws/lambda/${functionName}`;
let now = BEGAN;
let directory: string;
let emulators: Emulators;
let logs: CloudWatchLogsClient;

async function start(): Promise<void> {
  emulators = await startEmulators({ directory, port: 0, now: () => now });
  logs = new CloudWatchLogsClient({
    endpoint: emulators.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

async function stop(): Promise<void> {
  logs.destroy();
  await emulators.close();
}

const print = (line: string, requestId = 'r-1') => emulators.appendLog({ functionName, requestId, line });
const found = async (changes: Partial<FilterLogEventsCommandInput> = {}) =>
  (await logs.send(new FilterLogEventsCommand({ logGroupName, ...changes }))).events?.map(({ message }) =>
    message?.trimEnd(),
  );

beforeEach(async () => {
  now = BEGAN;
  directory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-logs-'));
  await start();
});
afterEach(async () => {
  await stop();
  await rm(directory, { recursive: true, force: true });
});

test('a line is found at once, with its time and its invocation', async () => {
  print('hello', 'r-7');
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  expect(events).toEqual([
    expect.objectContaining({ timestamp: BEGAN, message: 'hello\n', logStreamName: expect.stringContaining('r-7') }),
  ]);
});

test('a span of time has both its ends', async () => {
  for (const line of ['zero', 'one', 'two', 'three']) {
    print(line);
    now += 1000;
  }
  expect(await found({ startTime: BEGAN + 1000, endTime: BEGAN + 2000 })).toEqual(['one', 'two']);
});

test.each([
  ['a term', 'archive', ['{"worker":"archive","attempt":2}', 'archive is slow']],
  ['a phrase', '"is slow"', ['archive is slow']],
  ['a phrase with quotes of its own', String.raw`"\"worker\":\"archive\""`, ['{"worker":"archive","attempt":2}']],
  ['several terms', 'archive slow', ['archive is slow']],
  ['a field', '{ $.worker = "archive" }', ['{"worker":"archive","attempt":2}']],
  ['several fields', '{ $.worker = "archive" && $.attempt = 3 }', []],
  ['a field inside of another', '{ $.error.name = "Nope" }', ['{"error":{"name":"Nope"}}']],
  ['nothing', '', ['{"worker":"archive","attempt":2}', 'archive is slow', '{"error":{"name":"Nope"}}']],
])('a pattern with %s finds what has it', async (_, filterPattern, lines) => {
  for (const line of ['{"worker":"archive","attempt":2}', 'archive is slow', '{"error":{"name":"Nope"}}']) print(line);
  expect(await found({ filterPattern })).toEqual(lines);
});

test('a pattern that is not known here is refused, so that nobody takes an empty answer for the truth', async () => {
  print('hello');
  for (const filterPattern of ['[ip, user]', '{ $.status > 400 }', '-hello', '?a ?b']) {
    expect(await refusalOf(found({ filterPattern }))).toMatchObject({ name: 'InvalidParameterException' });
  }
});

test('pages bring every line once, also those of one millisecond', async () => {
  const lines = Array.from({ length: 25 }, (_, number) => `line ${number}`);
  for (const line of lines) print(line);
  const all: (string | undefined)[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ logGroupName, limit: 10, nextToken }));
    all.push(...(page.events ?? []).map(({ message }) => message?.trimEnd()));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(all).toEqual(lines);
});

test('lines outlive a start', async () => {
  print('before');
  await stop();
  await start();
  print('after');
  expect(await found()).toEqual(['before', 'after']);
});

test('lines of four days ago are forgotten', async () => {
  print('old');
  await found();
  now += 4 * 24 * 60 * 60 * 1000;
  for (let number = 0; number < 10; number += 1) {
    print(`new ${number}`);
    await found();
  }
  expect(await found()).not.toContain('old');
});

test('a function that never printed has no log group', async () => {
  const refused = await refusalOf(logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/nobody' })));
  expect(refused.name).toBe('ResourceNotFoundException');
});
