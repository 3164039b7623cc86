// What operators do with dead letters, from the command line against a running pipeline.
import { randomUUID } from 'node:crypto';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import * as v from 'valibot';
import { writeEvent, type Event } from '#shared/messages/event.ts';
import { writeFailure, type Failure } from '#shared/messages/failure.ts';
import { receiptKey, receiptSchema } from '#shared/messages/receipt.ts';
import { tracedBy } from '#shared/messages/traceparent.ts';
import { createArchiveReader } from '../support/archive.ts';
import { createClients } from '../support/emulator-clients.ts';
import { givenFailure } from '../support/given-dead-letters.ts';
import { givenEvent } from '../support/given-messages.ts';
import { localDeadLetters, type LocalDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { TRACEPARENT } from '../support/ports.ts';
import { runHooks, type EndedCommand } from '../support/run-hooks.ts';

jest.setTimeout(120_000);

let pipeline: LocalPipeline;
let aws: ReturnType<typeof createClients>;
let deadLetters: LocalDeadLetters;

beforeAll(async () => {
  pipeline = await startPipeline();
  aws = createClients(pipeline.endpoints.aws);
  deadLetters = localDeadLetters(pipeline.endpoints);
}, 90_000);
afterAll(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await pipeline.stop();
});

const hooks = (...args: readonly string[]) => hooksCommand('dead-letters', ...args);

const hooksCommand = (...args: readonly string[]) => runHooks(pipeline.localDir, args);

const jsonOf = ({ stdout }: EndedCommand) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => v.parse(v.record(v.string(), v.unknown()), JSON.parse(line)));

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Events that archive could not finish, as the keeper has recorded them. */
async function givenFailed(count: number, overrides: Partial<Failure> = {}): Promise<readonly Event[]> {
  const fingerprint = randomUUID().replaceAll('-', '').slice(0, 16);
  const events = Array.from({ length: count }, () => {
    const id = randomUUID().replaceAll('-', '');
    return givenEvent({ id, deliveryId: id });
  });
  const failure = givenFailure({ worker: 'archive', fingerprint, ...overrides });
  for (let start = 0; start < count; start += 10) {
    const Entries = events.slice(start, start + 10).map((event, index) => ({
      Id: String(index),
      MessageBody: writeEvent(event),
      MessageAttributes: {
        source: text(event.source),
        type: text(event.type),
        failure: text(writeFailure(failure)),
        traceparent: text(TRACEPARENT),
      },
    }));
    const QueueUrl = pipeline.endpoints.queues['webhook-pipeline-local-archive-dead-letters'];
    await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
  await Promise.all(events.map(({ id }) => deadLetters.waitForOpen('archive', id)));
  return events;
}

const isDone = ({ state }: { readonly state: string }) => state === 'done';
const idsOf = (events: readonly Event[]) => events.map(({ id }) => id).join(',');

test('without dead letters the list says so', async () => {
  expect(await hooks('list')).toEqual({ exitCode: 0, stdout: 'No dead letters are open.\n', stderr: '' });
});

test('what failed is listed, shown with its reason, replayed by its line, and then done', async () => {
  const [event] = await givenFailed(1, { message: 'The shop is closed', fingerprint: '00aa00aa00aa00aa' });
  const { id } = event!;
  const listed = await hooks('list', '--from', 'archive');
  expect(listed.stdout).toMatch(
    new RegExp(`archive +${id} +stripe-eu/charge.refunded +exhausted +00aa00aa00aa00aa +The shop is closed\\n`),
  );
  expect(listed.stdout).toMatch(/\n1 open dead letter\n$/);

  const shown = await hooks('show', id);
  expect(shown.stdout).toContain('Error: The shop is closed');
  expect(shown.stdout).toContain('exhausted: it was tried as often, or as long, as its worker allows');
  expect(shown.stdout).not.toContain('evt_1\\"');
  const line = /hooks -- dead-letters (replay .+) --reason/.exec(shown.stdout)?.[1]?.split(' ') ?? [];

  const replayed = await hooks(...line, '--reason', 'The shop is open');
  expect(replayed.stdout).toMatch(
    /^1 dead letter of archive sent, 0 skipped, 0 failed\.\nIt is on the queue of archive; .+\nreceipt: npm run hooks -- runs show [0-9a-f]{32}\n$/,
  );
  expect(replayed.exitCode).toBe(0);
  const archived = await createArchiveReader(pipeline.endpoints).waitFor([id]);
  expect(archived.get(id)).toMatchObject({ type: 'charge.refunded' });
  expect(await deadLetters.waitFor({ worker: 'archive', eventId: id }, isDone)).toMatchObject({ replays: 1 });

  const again = await hooks(...line, '--reason', 'once more');
  expect(again).toMatchObject({ exitCode: 0, stdout: 'Nothing to replay of archive.\n  1 skipped: done\n' });
});

test('a body is shown only when it is asked for', async () => {
  const [event] = await givenFailed(1);
  const [without, withBody] = await Promise.all([
    hooks('show', event!.id, '--json'),
    hooks('show', event!.id, '--body', '--json'),
  ]);
  expect(jsonOf(without)[0]).not.toHaveProperty('body');
  expect(jsonOf(withBody)[0]).toMatchObject({ body: '{"id":"evt_1","type":"charge.refunded"}' });
});

test('a dry run changes nothing, and the fingerprint replays exactly its own', async () => {
  const fingerprint = 'f00df00df00df00d';
  const [chosen, others] = [await givenFailed(25, { fingerprint }), await givenFailed(3)];
  const dry = await hooks('replay', '--from', 'archive', '--fingerprint', fingerprint, '--dry-run');
  expect(dry.exitCode).toBe(0);
  expect(dry.stdout).toMatch(
    /^25 dead letters of archive would be replayed\.\n(?: {2}archive\/[0-9a-f]{32} {2}stripe-eu\/charge.refunded {2}exhausted: The shop is closed\n){10} {2}and 15 others\n$/,
  );
  for (const { id } of chosen)
    expect(await deadLetters.get('archive', id)).toMatchObject({ state: 'open', replays: 0 });

  const select = ['replay', '--from', 'archive', '--fingerprint', fingerprint, '--reason', 'S3 is back'];
  const unasked = await hooks(...select);
  expect(unasked).toMatchObject({ exitCode: 2, stdout: '' });
  expect(unasked.stderr).toContain(
    'This would replay 25 dead letters of archive: say --yes, as nobody can be asked here.',
  );

  const [answer] = jsonOf(await hooks(...select, '--yes', '--json'));
  expect(answer).toMatchObject({ kind: 'replay', matched: 25, succeeded: 25, skipped: 0, failed: 0 });
  await createArchiveReader(pipeline.endpoints).waitFor(chosen.map(({ id }) => id));
  for (const { id } of others) expect(await deadLetters.get('archive', id)).toMatchObject({ state: 'open' });

  const run = String(answer?.['run']);
  const stored = await localObjects(pipeline.endpoints, 'ResultsBucket').get(receiptKey(run));
  const receipt = v.parse(receiptSchema, JSON.parse(stored === 'missing' ? '' : stored.bytes.toString()));
  expect(receipt).toMatchObject({ state: 'finished', succeeded: 25, request: { reason: 'S3 is back' } });
  const [shown, ...outcomes] = jsonOf(await hooksCommand('runs', 'show', run, '--outcomes', '--json'));
  expect(shown).toMatchObject({ kind: 'run', run, who: { arn: 'arn:aws:iam::000000000000:user/local' } });
  expect(outcomes.map(({ id, outcome }) => `${String(outcome)} ${String(id)}`).toSorted()).toEqual(
    chosen.map(({ id }) => `replayed archive/${id}`).toSorted(),
  );
});

test('what is replayed goes on in its trace, under another parent', async () => {
  const events = await givenFailed(1);
  await hooks('replay', '--from', 'archive', '--ids', idsOf(events), '--reason', 'S3 is back', '--yes');
  const archived = await createArchiveReader(pipeline.endpoints).waitFor(events.map(({ id }) => id));
  for (const { traceparent } of archived.values()) {
    expect(traceparent).not.toBe(TRACEPARENT);
    expect(tracedBy(traceparent)).toEqual(tracedBy(TRACEPARENT));
  }
});

test('two operators at once send each dead letter once', async () => {
  const events = await givenFailed(60);
  const replay = () =>
    hooks('replay', '--from', 'archive', '--ids', idsOf(events), '--reason', 'both', '--yes', '--json');
  const answers = (await Promise.all([replay(), replay()])).flatMap(jsonOf);
  const replayed = answers.map((answer) => (answer['kind'] === 'replay' ? Number(answer['succeeded']) : 0));
  expect(replayed.reduce((sum, count) => sum + count, 0)).toBe(60);
  for (const { id } of events) expect(await deadLetters.get('archive', id)).toMatchObject({ replays: 1 });
});

test.each(['--ids', '--fingerprint'])('what %s names and is not there fails the command, and is named', async (way) => {
  const select = ['replay', '--from', 'archive', way, 'nope', '--reason', 'a typo'];
  for (const args of [select, [...select, '--dry-run']]) {
    const ended = await hooks(...args);
    expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    expect(ended.stdout).toContain('Nothing to replay of archive.\n');
    expect(ended.stdout).toContain('Not there: nope.');
  }
  expect(jsonOf(await hooks(...select, '--json'))[0]).toMatchObject({
    matched: way === '--ids' ? 1 : 0,
    notThere: ['nope'],
  });
});

test('a fingerprint whose dead letters were replayed already is no failure', async () => {
  const fingerprint = 'd00dd00dd00dd00d';
  const events = await givenFailed(1, { fingerprint });
  const select = ['replay', '--from', 'archive', '--fingerprint', fingerprint, '--reason', 'S3 is back'];
  expect(await hooks(...select)).toMatchObject({ exitCode: 0 });
  await deadLetters.waitFor({ worker: 'archive', eventId: events[0]!.id }, isDone);
  expect(await hooks(...select)).toMatchObject({ exitCode: 0, stdout: 'Nothing to replay of archive.\n' });
});

test('a limit is kept', async () => {
  const events = await givenFailed(5);
  const select = ['replay', '--from', 'archive', '--ids', idsOf(events), '--limit', '2', '--reason', 'a try', '--yes'];
  expect(jsonOf(await hooks(...select, '--json'))[0]).toMatchObject({ succeeded: 2 });
});

test.each<[readonly string[], number, string]>([
  [['show', 'nowhere'], 1, 'There is no dead letter nowhere: '],
  [['show', 'archve/x'], 2, 'There is no worker archve; there is dispatch (the step that publishes events), '],
  [['list', '--from', 'archve'], 2, 'There is no worker archve; there is dispatch (the step that publishes events), '],
  [['list', '--state', 'opened'], 2, 'Allowed choices are open, replaying, replayed, done'],
  [['replay', '--all', '--reason', 'x'], 2, "required option '--from <worker>' not specified"],
  [['replay', '--from', 'archive', '--reason', 'x'], 2, 'Say which: --all, or at least one of --ids'],
  [['replay', '--from', 'archive', '--all', '--ids', 'a', '--reason', 'x'], 2, '--all means all'],
  [['replay', '--from', 'archive', '--all'], 2, 'Say why with --reason'],
  [
    ['replay', '--from', 'archive', '--where', 'a ==', '--reason', 'x'],
    2,
    '--where: it ends too early at column 5\n  a ==\n      ^\n',
  ],
  [['list', '--since', 'noon'], 2, 'It must be an instant (2026-01-31T08:00Z)'],
  [['lst'], 2, 'Did you mean list?'],
  [['replay', '--from', 'archive', '--ids', 'a', '--via', 'queue', '--dry-run'], 2, 'can only count all of it'],
])('%j ends with %i and a sentence', async (args, exitCode, sentence) => {
  const ended = await hooks(...args);
  expect(ended).toMatchObject({ exitCode, stdout: '' });
  expect(ended.stderr).toContain(sentence);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
});

test('where nothing runs, each says so', async () => {
  const ended = await runHooks(temporaryDirectory(), ['dead-letters', 'list']);
  expect(ended).toEqual({
    exitCode: 3,
    stdout: '',
    stderr: 'The pipeline does not run here: start it with `npm start` in another terminal.\n',
  });
});

test('--help of each verb has examples', async () => {
  for (const verb of ['list', 'groups', 'show', 'replay', 'discard']) {
    const { stdout, exitCode } = await hooks(verb, '--help');
    expect(stdout).toContain(`Examples:\n  npm run hooks -- dead-letters ${verb}`);
    expect(exitCode).toBe(0);
  }
});
