import { execFile } from 'node:child_process';
import { copyFileSync, globSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { readEvent } from '#shared/messages/event.ts';
import { childEnvironment } from '../support/child-environment.ts';
import { createArchiveReader } from '../support/archive.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { packagedDirectory, readPackaged } from '../support/packaged.ts';

const accepted = { statusCode: 202, body: expect.stringMatching(/^\{"deliveryId":"[0-9a-f]{32}"\}$/) as unknown };
const allDone = { batchItemFailures: [] };

/** The answers of ingest; whatever stands behind a queue does all that it is given. */
const answersOfIngest: Readonly<Record<string, object>> = {
  'ingest/github-push.json': accepted,
  'ingest/shopify-orders-create.json': accepted,
  'ingest/slack-app-mention.cjs': { ...accepted, statusCode: 200 },
  'ingest/slack-url-verification.cjs': {
    statusCode: 200,
    body: expect.stringMatching(/^\{"challenge":"challenge-[0-9a-f]{24}"\}$/) as unknown,
  },
  'ingest/standard-webhooks-invoice-paid.cjs': accepted,
  'ingest/stripe-payment-intent-succeeded.cjs': accepted,
};

/** Neither a sender waits for it nor a queue. */
const answersOfOthers: Readonly<Record<string, object>> = {
  'erase/dry-run.json': { dryRun: true, state: 'finished', events: 0 },
  'inspect/count.json': { count: expect.any(Number) as unknown },
  'inspect/about.json': { service: 'webhook-pipeline', stage: 'local', workers: expect.any(Array) as unknown },
  'inspect/groups.json': { groups: expect.any(Array) as unknown },
  'inspect/list.json': { deadLetters: expect.any(Array) as unknown },
  'inspect/list-filtered.json': { deadLetters: expect.any(Array) as unknown },
  'inspect/run.json': { errorMessage: 'There is no run 019b5e0f2a40c3d24e5f60718293a4b5' },
  'inspect/runs.json': { runs: expect.any(Array) as unknown },
  'inspect/show.json': { deadLetters: expect.any(Array) as unknown },
  'inspect/trace.json': expect.any(Object) as object,
  'measure/tick.json': { workers: expect.any(Number) as unknown },
  'probe/tick.json': { breakers: 0 },
  'replay/backfill.json': { run: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, state: 'finished', matched: 0 },
  'replay/by-fingerprint.json': { run: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, failed: 0 },
  'replay/by-id.json': { run: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, matched: 1, failed: 0 },
  'replay/discard.json': { run: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, state: 'finished', failed: 0 },
  'replay/dry-run.json': { dryRun: true, failed: 0 },
  'sweep/tick.json': { swept: 0 },
};

const answerOf = (name: string) => answersOfIngest[name] ?? answersOfOthers[name] ?? allDone;

const folders = readdirSync('events', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const cases = folders.flatMap((name) => readdirSync(join('events', name)).map((file) => `${name}/${file}`));
const functionOf = (name: string) => name.split('/')[0] ?? '';

const sls = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
const REFUSALS_MAX = 8;

let pipeline: LocalPipeline;
/** Where `sls` is called: the project's folders by links, since two builds in one folder would trip over each other. */
const project = temporaryDirectory();

beforeAll(async () => {
  const folders = ['events', 'functions', 'local', 'node_modules', 'shared', 'template'];
  for (const name of folders) symlinkSync(resolve(name), join(project, name));
  for (const name of ['package.json', 'serverless.yml']) copyFileSync(name, join(project, name));
  pipeline = await startPipeline();
}, 90_000);
afterAll(() => pipeline.stop());

test('every event of ingest has its answer in this test, and every function an event', () => {
  expect(cases.filter((name) => functionOf(name) === 'ingest').toSorted()).toEqual(
    Object.keys(answersOfIngest).toSorted(),
  );
  expect(folders.toSorted()).toEqual(Object.keys(pipeline.endpoints.functions).toSorted());
});

/** As `--path` would load it, but in a process of its own: what signs when it is loaded needs Node itself. */
async function load(name: string): Promise<string> {
  const script = 'process.stdout.write(JSON.stringify(require(process.argv[1])))';
  return (await promisify(execFile)(process.execPath, ['-e', script, resolve('events', name)])).stdout;
}

test.each(cases)('the Lambda runner executes %s', async (name) => {
  const { lambda, functions } = pipeline.endpoints;
  const url = `${lambda}/2015-03-31/functions/${functions[functionOf(name)]}/invocations`;
  const response = await fetch(url, { method: 'POST', body: await load(name) });
  const answer: unknown = await response.json();
  // What the event names is made up: that it is not there is the answer.
  const isRefused = 'errorMessage' in answerOf(name);
  expect(response.headers.get('x-amz-function-error')).toBe(isRefused ? 'Unhandled' : null);
  expect(answer).toMatchObject(answerOf(name));
});

const sqsInvocation = v.object({ Records: v.tuple([v.object({ body: v.string() })]) });

test('what the events of dispatch and archive hold is archived like any other', async () => {
  const { Records } = v.parse(sqsInvocation, JSON.parse(await load('archive/one-event.json')));
  const event = readEvent(Records[0].body);
  const archived = await createArchiveReader(pipeline.endpoints).waitFor([event.deliveryId]);
  expect(archived.get(event.deliveryId)).toMatchObject({ source: 'shopify', type: event.type });
});

/** `sls invoke local` as it is typed. */
function invokeLocal(name: string, localDir: string) {
  const args = [sls, 'invoke', 'local', '-f', functionOf(name), '-p', `events/${name}`];
  const env = { ...childEnvironment(), LOCAL_DIR: localDir };
  return promisify(execFile)(process.execPath, args, { cwd: project, env });
}

const onePerFunction = [...new Set(cases.map(functionOf))].map(
  (name) => cases.filter((file) => functionOf(file) === name)[0] ?? '',
);
/**
 * What calls it makes the difference for osls: one each behind the front, a schedule and an operator; local/serverless-plugin
 * does it with one behind a queue.
 */
const oneOfEachKind = ['ingest', 'probe', 'inspect'];

test.each([
  ...onePerFunction.filter((name) => oneOfEachKind.includes(functionOf(name))),
  'ingest/stripe-payment-intent-succeeded.cjs',
])(
  '`sls invoke local` answers %s while the pipeline runs',
  async (name) => {
    const { stdout } = await invokeLocal(name, pipeline.localDir);
    // The function's own log lines come first.
    expect(JSON.parse(stdout.slice(stdout.search(/^\{$/m)))).toMatchObject(answerOf(name));
  },
  90_000,
);

const handlerSchema = v.looseObject({ FunctionName: v.string(), Handler: v.string() });
const handlers = new Map(
  Object.values(readPackaged('local').template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => v.parse(handlerSchema, Properties))
    .map(({ FunctionName, Handler }) => [FunctionName, Handler]),
);
const moduleOf = (name: string) => handlers.get(`webhook-pipeline-local-${name}`)?.replace(/\.handler$/, '');

/** What the plugin makes of the same command, without osls. */
function invokeWithPlugin(name: string, localDir: string) {
  // The one that the running pipeline was started from.
  const [bundle = ''] = globSync(`bundles/*/${moduleOf(functionOf(name))}.cjs`, { cwd: packagedDirectory('local') });
  const args = [
    'tests/support/invoke-with-plugin.ts',
    functionOf(name),
    `events/${name}`,
    join(packagedDirectory('local'), bundle),
  ];
  return promisify(execFile)(process.execPath, args, { env: { ...childEnvironment(), LOCAL_DIR: localDir } });
}

test.each([...onePerFunction, 'ingest/stripe-payment-intent-succeeded.cjs'])(
  'with what the plugin of stage local gives it %s is answered outside the pipeline',
  async (name) => {
    const { stdout } = await invokeWithPlugin(name, pipeline.localDir);
    expect(JSON.parse(stdout.slice(stdout.lastIndexOf('\n')))).toMatchObject(answerOf(name));
  },
);

const nothingRuns = 'Nothing runs here yet: start the pipeline with `npm start` in another terminal.';

test.each(onePerFunction)('the plugin refuses %s with one sentence while nothing runs', async (name) => {
  await expect(invokeWithPlugin(name, temporaryDirectory())).rejects.toMatchObject({ code: 1, stderr: nothingRuns });
});

test('`sls invoke local` fails with that sentence alone, in less than 5 s', async () => {
  const refusalMs: number[] = [];
  do {
    const startedAt = performance.now();
    await expect(invokeLocal('ingest/github-push.json', temporaryDirectory())).rejects.toMatchObject({
      code: 1,
      // osls prints its errors there.
      stdout: `Error:\n${nothingRuns}\n`,
    });
    refusalMs.push(performance.now() - startedAt);
    // The quickest counts: the others may have waited for a processor that other tests kept busy.
  } while (Math.min(...refusalMs) >= 5000 && refusalMs.length < REFUSALS_MAX);
  expect(Math.min(...refusalMs)).toBeLessThan(5000);
}, 90_000);
