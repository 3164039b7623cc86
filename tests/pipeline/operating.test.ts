// Every command of docs/operating.md, run as it stands there against local mode.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import * as v from 'valibot';
import { systemIds } from '#shared/lambda/system.ts';
import type { DeadLetter } from '#shared/messages/dead-letter.ts';
import { writeDelivery } from '#shared/messages/delivery.ts';
import { writeEvent } from '#shared/messages/event.ts';
import { writeFailure, type FailureClass } from '#shared/messages/failure.ts';
import { receiptKey } from '#shared/messages/receipt.ts';
import { childEnvironment } from '../support/child-environment.ts';
import { fingerprintOf } from '../../operator/verbs/sources/fingerprint-of.ts';
import { createClients } from '../support/emulator-clients.ts';
import { givenDeadLetter, givenFailure } from '../support/given-dead-letters.ts';
import { givenDelivery, givenEvent } from '../support/given-messages.ts';
import { givenReceipt } from '../support/given-session.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { recordDeadLetters } from '../support/many-dead-letters.ts';
import { githubPush, post } from '../support/post-webhook.ts';
import type { EndedCommand } from '../support/run-hooks.ts';

jest.setTimeout(60_000);

const FINGERPRINT = '0f0f0f0f0f0f0f0f';
const MINUTE_MS = 60_000;
/** Between the hour and the two hours that the page speaks of. */
const FAILED_BEFORE_MS = 90 * MINUTE_MS;

const page = readFileSync('docs/operating.md', 'utf8');
const commands = [...page.matchAll(/^```sh\n(?<block>[^`]+)^```$/gm)].flatMap(({ groups }) =>
  (groups?.['block'] ?? '').trim().split('\n'),
);

const telegramSecret = v.parse(
  v.object({ telegram: v.object({ secrets: v.tuple([v.string()]) }) }),
  JSON.parse(readFileSync('local/sources.json', 'utf8')),
).telegram.secrets[0];

let pipeline: LocalPipeline;
let aws: ReturnType<typeof createClients>;
const posted = githubPush();
let deliveryId: string | undefined;

beforeAll(async () => {
  pipeline = await startPipeline();
  aws = createClients(pipeline.endpoints.aws);
  ({ deliveryId } = await post(pipeline.endpoints.webhooks, posted));
}, 90_000);
afterAll(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await pipeline.stop();
});

/** One that a worker could not finish, ninety minutes ago. */
function given(worker: string, failureClass: FailureClass): DeadLetter {
  const id = randomUUID().replaceAll('-', '');
  const lastAt = new Date(Date.now() - FAILED_BEFORE_MS).toISOString();
  const text = JSON.stringify({ id: 'evt_1', data: { object: { currency: 'eur', receipt_email: 'ada@example.com' } } });
  const noun = { id, source: 'stripe', receivedAt: lastAt, body: { text } };
  const body =
    worker === 'dispatch'
      ? writeDelivery(givenDelivery({ ...noun, events: [{ id, type: 'charge.succeeded' }] }))
      : writeEvent(givenEvent({ ...noun, deliveryId: id, type: 'charge.succeeded' }));
  return givenDeadLetter({
    id: `${worker}/${id}`,
    worker,
    eventId: id,
    deliveryId: id,
    source: 'stripe',
    type: 'charge.succeeded',
    failure: givenFailure({ worker, class: failureClass, fingerprint: FINGERPRINT, firstAt: lastAt, lastAt }),
    body,
    attributes: { source: 'stripe', type: 'charge.succeeded' },
  });
}

/** Something of everything that the page speaks of, anew for each command: the one before may have dealt with it. */
async function givenAll(): Promise<{ readonly EVENT: string; readonly RUN: string }> {
  const refused = given('forward', 'gave-up');
  await recordDeadLetters(pipeline.endpoints, [
    refused,
    given('forward', 'destination-down'),
    { ...given('forward', 'gave-up'), state: 'quarantined', replays: 10 },
    given('archive', 'exhausted'),
    given('archive', 'crashed'),
    given('ledger', 'undeliverable'),
    given('dispatch', 'exhausted'),
  ]);
  const run = systemIds.unique();
  const bytes = Buffer.from(JSON.stringify(givenReceipt({ run, state: 'unfinished' })));
  await localObjects(pipeline.endpoints, 'ResultsBucket').put(receiptKey(run), bytes, {
    contentType: 'application/json',
  });
  return { EVENT: refused.eventId, RUN: run };
}

async function waitOnTheDeadLetterQueue(): Promise<void> {
  const { body, failure } = given('archive', 'exhausted');
  const failureOf = { DataType: 'String', StringValue: writeFailure(failure) };
  await aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: pipeline.endpoints.queues['webhook-pipeline-local-archive-dead-letters'],
      MessageBody: body,
      MessageAttributes: { failure: failureOf },
    }),
  );
}

/** In a shell, with `npm run hooks` as what package.json says it is. */
function run(command: string, names: Readonly<Record<string, string>>): Promise<EndedCommand> {
  const line = command.replace('npm run hooks --', `"${process.execPath}" operator/cli.ts`);
  const env = { ...childEnvironment(), LOCAL_DIR: pipeline.localDir, ...names };
  return new Promise((ended) => {
    execFile('/bin/sh', ['-c', line], { env }, (error, stdout, stderr) => {
      ended({ exitCode: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

test('the page has commands, and all of them are of this pipeline', () => {
  expect(commands.length).toBeGreaterThan(30);
  for (const command of commands) expect(command).toMatch(/^npm run hooks -- /);
});

test.each(commands)('%s', async (command) => {
  const { EVENT, RUN } = await givenAll();
  if (command.includes('--via queue')) await waitOnTheDeadLetterQueue();
  const names = {
    EVENT,
    RUN,
    FINGERPRINT,
    DELIVERY: deliveryId ?? 'none',
    SENDER_EVENT: String(posted.headers['x-github-delivery']),
    SECRET: fingerprintOf(telegramSecret),
    NEW_SECRET_FILE: join(pipeline.localDir, randomUUID()),
  };
  const { exitCode, stdout, stderr } = await run(command, names);
  if (exitCode !== 0) throw new Error(`It ended with ${exitCode}: ${stderr}${stdout}`);
  // It found what the page is about.
  expect(stdout).toMatch(/^(?!Nothing|No dead letters)./);
});
