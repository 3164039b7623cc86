// A deployed stage, with the emulators standing for AWS: what an operator's own AWS environment leads to.
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { startEmulators, type Emulators } from '../../../local/emulators/start-emulators.ts';
import { openPipeline } from '../../../operator/pipeline/open-pipeline.ts';
import type { Pipeline } from '../../../operator/pipeline/pipeline.ts';
import { createClients } from '../../support/emulator-clients.ts';
import { givenAbout } from '../../support/given-session.ts';

let emulators: Emulators;
let clients: ReturnType<typeof createClients>;
/** What was asked of which function. */
const asked: { readonly name: string; readonly request: Record<string, Record<string, unknown>> }[] = [];
let throttles = 0;
let refusal: { readonly status: number; readonly type: string } | undefined;

async function answerLambda(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = /functions\/(?<name>[^/]+)\/invocations/.exec(request.url ?? '')?.groups?.['name'] ?? '';
  const read = JSON.parse(await text(request));
  if (throttles > 0) {
    throttles -= 1;
    response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException' }).end('{}');
  } else if (refusal) {
    response.writeHead(refusal.status, { 'x-amzn-errortype': refusal.type }).end('{"message":"no"}');
  } else {
    asked.push({ name, request: read });
    const counts = { matched: 0, succeeded: 0, skipped: 0, failed: 0 };
    response.end(JSON.stringify('about' in read ? givenAbout({ stage: 'test' }) : { state: 'finished', ...counts }));
  }
}

const environment = { HOOKS_SERVICE: 'made-up' };
const before = { ...process.env };
let pipeline: Pipeline | undefined;

beforeAll(async () => {
  emulators = await startEmulators({
    directory: ':memory:',
    port: 0,
    answerLambda: (request, response) => void answerLambda(request, response),
  });
  clients = createClients(emulators.url);
});
beforeEach(() => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: emulators.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // What runs on this machine is not asked: nothing is there.
    LOCAL_DIR: '/nowhere',
  });
  asked.length = 0;
  throttles = 0;
  refusal = undefined;
});
afterEach(() => {
  pipeline?.close();
  pipeline = undefined;
  process.env = { ...before };
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await emulators.close();
});

const open = async () => {
  pipeline = await openPipeline({ stage: 'test', environment });
  return pipeline;
};

test('everything of a stage is found by the names of its service and stage', async () => {
  const { about } = await open();
  expect(about.stage).toBe('test');
  expect(asked.map(({ name }) => name)).toEqual(['made-up-test-inspect']);
});

test('a run that is named is asked for with a proof of who asks, and a dry run without', async () => {
  const { replay } = await open();
  asked.length = 0;
  const selection = { from: 'archive', all: true as const, reason: 'S3 is back' };
  await replay({ replay: { ...selection, run: 'run-00000001' } });
  await replay({ replay: { ...selection, dryRun: true } });
  const [acted, foreseen] = asked.map(({ request }) => request['replay']);
  expect(acted?.['identity']).toMatchObject({ headers: { 'x-webhook-pipeline-run': 'run-00000001' } });
  expect(foreseen).not.toHaveProperty('identity');
});

test('a call that is throttled is tried again', async () => {
  throttles = 2;
  await open();
  expect(asked).toHaveLength(1);
});

test.each([
  ['AccessDeniedException', 403, 'it needs lambda:InvokeFunction on made-up-test-inspect'],
  ['ResourceNotFoundException', 404, 'is the stage test deployed in this account and region'],
  ['ExpiredTokenException', 403, 'Your AWS login has expired'],
])('%s is told as what to do about it', async (type, status, sentence) => {
  refusal = { status, type };
  await expect(open()).rejects.toThrow(sentence);
});

test('without credentials nothing is asked', async () => {
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  await expect(open()).rejects.toThrow('There are no AWS credentials for the stage test');
});

test('a version that does not tell where its sources are is to be deployed first', async () => {
  const { config } = await open();
  await expect(config.get('config/sources.json')).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/^The version that is deployed as test/),
  });
});

test('depths are those of its own queues, and a queue that is not there is missing', async () => {
  const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName: 'made-up-test-archive' }));
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  const { queues } = await open();
  expect(await queues.depthOf('archive')).toEqual({ waiting: 1, inFlight: 0, delayed: 0 });
  expect(await queues.depthOf('no-such')).toBe('missing');
});

test('rates and lines are read by short names', async () => {
  const { metrics, logs } = await open();
  const from = new Date(Date.now() - 60_000);
  const print = (name: string, line: string) =>
    emulators.appendLog({ functionName: `made-up-test-${name}`, requestId: 'r', line });
  print('ingest', '{"message":"Webhook accepted"}');
  print('archive', 'not JSON');
  const lines = [];
  for await (const line of logs.find({ functions: ['ingest', 'archive', 'never-ran'], from })) lines.push(line);
  expect(lines.map((line) => [line.function, line.text, line.fields])).toEqual([
    ['ingest', '{"message":"Webhook accepted"}', { message: 'Webhook accepted' }],
    ['archive', 'not JSON', undefined],
  ]);
  emulators.countOfFunction('made-up-test-archive', 'Errors', 3);
  const query = { namespace: 'AWS/Lambda', metric: 'Errors', dimensions: { FunctionName: 'made-up-test-archive' } };
  const [points] = await metrics.read([{ ...query, stat: 'Sum' }], { from, until: new Date(), periodSeconds: 60 });
  expect(points?.map(({ value }) => value)).toEqual([3]);
});

test('a stage that cannot be a name is refused before anything is asked', async () => {
  await expect(openPipeline({ stage: 'prod/x', environment })).rejects.toThrow('prod/x is no stage');
  expect(asked).toEqual([]);
});
