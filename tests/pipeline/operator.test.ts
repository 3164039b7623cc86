// A day of an operator, from the command line against a running pipeline: what waits, what failed, what became of it.
import { once } from 'node:events';
import { jest } from '@jest/globals';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { writeEvent, type Event } from '#shared/messages/event.ts';
import { writeFailure } from '#shared/messages/failure.ts';
import { createClients } from '../support/emulator-clients.ts';
import { givenFailure } from '../support/given-dead-letters.ts';
import { givenEvent } from '../support/given-messages.ts';
import { localDeadLetters, type LocalDeadLetters } from '../support/local-dead-letters.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { endOf, runHooks } from '../support/run-hooks.ts';
import { startHooks } from '../support/start-hooks.ts';

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

function begin(...args: readonly string[]) {
  const child = startHooks(pipeline.localDir, args);
  return { child, ended: endOf(child) };
}

const hooks = (...args: readonly string[]) => runHooks(pipeline.localDir, args);

async function hooksJson(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const { stdout, stderr, exitCode } = await hooks(...args, '--json');
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Events that archive could not finish, as the keeper has recorded them. */
async function givenFailed(fingerprint: string, count: number): Promise<readonly Event[]> {
  const events = Array.from({ length: count }, (_, index) => {
    const id = `${fingerprint}${String(index).padStart(16, '0')}`;
    return givenEvent({ id, deliveryId: id });
  });
  const failure = writeFailure(givenFailure({ worker: 'archive', fingerprint }));
  const QueueUrl = pipeline.endpoints.queues['webhook-pipeline-local-archive-dead-letters'];
  const Entries = events.map((event, index) => ({
    Id: String(index),
    MessageBody: writeEvent(event),
    MessageAttributes: {
      source: attribute(event.source),
      type: attribute(event.type),
      failure: attribute(failure),
    },
  }));
  await aws.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  await Promise.all(events.map(({ id }) => deadLetters.waitForOpen('archive', id)));
  return events;
}

const standOfForward = ({ stands }: { readonly stands: readonly { worker: string; state: string }[] }) =>
  stands.find(({ worker }) => worker === 'forward')?.state;

test('a paused worker’s queue keeps what comes, status shows it, and after resume the trace shows its result', async () => {
  expect(await hooksJson('workers', 'pause', 'forward')).toMatchObject([{ name: 'forward', feed: 'disabled' }]);
  const [sent] = (await hooks('send', 'stripe', 'charge.succeeded', '--no-follow', '--json')).stdout.split('\n');
  const { deliveryId } = JSON.parse(sent ?? '') as { readonly deliveryId: string };
  const trace = async (id: string) => (await hooksJson('trace', id))[0] as Record<string, never>;

  let steps = await hooksJson('status');
  while (!steps.some(({ name, depth }) => name === 'forward' && (depth as { waiting: number }).waiting === 1)) {
    steps = await hooksJson('status');
  }
  expect(steps.map(({ name }) => name)).toEqual(['ingest', 'dispatch', 'archive', 'forward', 'ledger', 'canary']);

  const waiting = await trace(deliveryId);
  expect(waiting).toMatchObject({ kind: 'trace', delivery: { id: deliveryId, source: 'stripe' } });
  expect(standOfForward(waiting as never)).toBe('waiting');

  expect(await hooksJson('workers', 'resume', 'forward')).toMatchObject([{ name: 'forward', feed: 'enabled' }]);
  const { senderEventId } = (waiting as unknown as { delivery: { senderEventId: string } }).delivery;
  let traced = await trace(senderEventId);
  while (standOfForward(traced as never) === 'waiting') traced = await trace(senderEventId);
  expect(standOfForward(traced as never)).toBe('result');
});

test('tail shows a webhook from its acceptance to its results until Ctrl-C', async () => {
  const { child, ended } = begin('tail', '--since', '1s', '--json');
  const lines: string[] = [];
  const seen = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      lines.push(chunk.toString());
      if (/"outcome":"result","step":"archive"/.test(lines.join(''))) resolve();
    });
  });
  await hooks('send', 'github', 'push');
  await seen;
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ stderr: '', exitCode: 130 });
  expect(lines.join('')).toMatch(/"outcome":"accepted","step":"ingest".+"source":"github","types":\["push"\]/);
});

test('a group is closed by its line, for good, and the run says who and why', async () => {
  const fingerprint = '0ddba11000000001';
  const events = await givenFailed(fingerprint, 3);
  const groups = await hooksJson('dead-letters', 'groups', '--from', 'archive');
  expect(groups).toContainEqual(
    expect.objectContaining({ kind: 'group', fingerprint, count: 3, sources: { 'stripe-eu': 3 } }),
  );
  const discard = ['dead-letters', 'discard', '--from', 'archive', '--fingerprint', fingerprint];
  const [closed] = await hooksJson(...discard, '--reason', 'only tests', '--yes');
  expect(closed).toMatchObject({ kind: 'discard', succeeded: 3 });
  for (const { id } of events) expect(await deadLetters.get('archive', id)).toMatchObject({ state: 'discarded' });
  const [newest] = await hooksJson('runs', 'list', '--limit', '1');
  expect(newest).toMatchObject({
    run: closed?.['run'],
    request: { kind: 'discard', reason: 'only tests' },
    who: { arn: 'arn:aws:iam::000000000000:user/local' },
  });
});

test('a run that Ctrl-C leaves can be aborted; what it has not sent stays open', async () => {
  const fingerprint = '0ddba11000000002';
  const events = await givenFailed(fingerprint, 10);
  const replay = ['dead-letters', 'replay', '--from', 'archive', '--fingerprint', fingerprint];
  const { child, ended } = begin(...replay, '--per-second', '1', '--reason', 'slowly', '--yes');
  // Its first progress: the run is under way.
  await once(child.stderr, 'data');
  child.kill('SIGINT');
  const left = await ended;
  expect(left).toMatchObject({ exitCode: 130, stdout: '' });
  const [, run = ''] = /npm run hooks -- runs resume ([0-9a-f]{32})\n/.exec(left.stderr) ?? [];
  const [receipt] = await hooksJson('runs', 'abort', run, '--reason', 'the wrong ones');
  expect(receipt).toMatchObject({ kind: 'run', run, state: 'aborted', aborted: { reason: 'the wrong ones' } });
  const states = await Promise.all(events.map(({ id }) => deadLetters.get('archive', id)));
  const open = states.filter((record) => record?.state === 'open');
  expect(open).toHaveLength(10 - Number(receipt?.['succeeded']));
  expect(open.length).toBeGreaterThan(0);
  const again = await hooks('runs', 'abort', run, '--reason', 'twice');
  expect(again).toMatchObject({ exitCode: 1, stderr: `The run ${run} is aborted already: there is nothing to end.\n` });
});

test('a stage that is not local never reads what runs here', async () => {
  const { exitCode, stderr } = await hooks('status', '--stage', 'prod');
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^Which region is the stage prod in\?/)]);
  const send = await hooks('send', 'github', 'push', '--stage', 'prod');
  expect(send).toMatchObject({ exitCode: 2, stderr: 'This works in stage local only, and not in stage prod.\n' });
});
