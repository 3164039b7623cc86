import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readTemplate } from '../support/template-reader.ts';

type Difference = readonly [path: string, local: unknown, prod: unknown];

/** What differs, place by place; arrays by index. */
function differences(local: unknown, prod: unknown, path = ''): readonly Difference[] {
  if (local === prod) return [];
  if (!isMap(local) || !isMap(prod)) return [[path, local, prod]];
  const keys = new Set([...Object.keys(local), ...Object.keys(prod)]);
  return [...keys].flatMap((key) => differences(local[key], prod[key], path ? `${path}.${key}` : key));
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The template with its stage's name, wherever names carry it, and the time of packaging blanked out. */
function withoutStage(stage: 'local' | 'prod'): unknown {
  const text = JSON.stringify(readTemplate(stage).template)
    .replaceAll(`webhook-pipeline-${stage}-`, 'webhook-pipeline-<stage>-')
    .replaceAll(`"${stage}-webhook-pipeline"`, '"<stage>-webhook-pipeline"')
    .replaceAll(`/webhook-pipeline-${stage}"`, '/webhook-pipeline-<stage>"')
    // In the texts of alarms, and as a dimension of metrics; the dashboard's body is JSON within JSON.
    .replaceAll(`--stage ${stage}`, '--stage <stage>')
    .replaceAll(`/aws/http-api/webhook-pipeline-${stage},`, '/aws/http-api/webhook-pipeline-<stage>,')
    .replaceAll(`"Name":"stage","Value":"${stage}"`, '"Name":"stage","Value":"<stage>"')
    .replaceAll(`\\"stage\\",\\"${stage}\\"`, '\\"stage\\",\\"<stage>\\"')
    .replaceAll(
      new RegExp(`serverless/webhook-pipeline/${stage}/[0-9]+-[0-9TZ:.-]+/`, 'g'),
      'serverless/webhook-pipeline/<stage>/<time>/',
    );
  return JSON.parse(text);
}

test('what runs locally is what is deployed: only these values differ', () => {
  const found = differences(withoutStage('local'), withoutStage('prod'));
  // Told to functions whose safety rules differ on a laptop.
  const told = found.filter(([path]) => path.endsWith('LambdaFunction.Properties.Environment.Variables.STAGE'));
  for (const [, local, prod] of told) expect([local, prod]).toEqual(['local', 'prod']);
  // Of what succeeds the log names a sample.
  const sampled = found.filter(([path]) =>
    path.endsWith('LambdaFunction.Properties.Environment.Variables.LOG_SAMPLE_RATE'),
  );
  for (const [, local, prod] of sampled) expect([local, prod]).toEqual(['1', '0.1']);
  // Logs are kept for longer, and tables are protected.
  const kept = found.filter(([path]) => path.endsWith('LogGroup.Properties.RetentionInDays'));
  for (const [, local, prod] of kept) expect([local, prod]).toEqual([30, 90]);
  const guarded = found.filter(([path]) => /Table\.Properties\.(?:PointInTime|DeletionProtection)/.test(path));
  for (const [, local, prod] of guarded) expect([local, prod]).toEqual([false, true]);
  const known = new Set([...told, ...sampled, ...kept, ...guarded]);
  expect(found.filter((difference) => !known.has(difference))).toEqual([
    ['Resources.DispatchEventSourceMappingSQSDeliveriesQueue.Properties.BatchSize', 10, 100],
    ['Resources.DispatchEventSourceMappingSQSDeliveriesQueue.Properties.MaximumBatchingWindowInSeconds', 0, 1],
    ['Resources.ArchiveEventSourceMappingSQSArchiveQueue.Properties.BatchSize', 10, 1000],
    ['Resources.ArchiveEventSourceMappingSQSArchiveQueue.Properties.MaximumBatchingWindowInSeconds', 0, 20],
    ['Resources.ForwardEventSourceMappingSQSForwardQueue.Properties.BatchSize', 10, 40],
    ['Resources.ForwardEventSourceMappingSQSForwardQueue.Properties.MaximumBatchingWindowInSeconds', 0, 2],
    ['Resources.LedgerEventSourceMappingSQSLedgerQueue.Properties.BatchSize', 10, 100],
    ['Resources.LedgerEventSourceMappingSQSLedgerQueue.Properties.MaximumBatchingWindowInSeconds', 0, 3],
    // Six times the time-out and the window.
    ['Resources.DeliveriesQueue.Properties.VisibilityTimeout', 180, 181],
    ['Resources.ArchiveQueue.Properties.VisibilityTimeout', 360, 380],
    ['Resources.ForwardQueue.Properties.VisibilityTimeout', 360, 362],
    ['Resources.LedgerQueue.Properties.VisibilityTimeout', 180, 183],
  ]);
});

test('the comparison would notice a value that is missing on one side', () => {
  expect(differences({ a: [1, { b: 2 }] }, { a: [1, {}], c: 3 })).toEqual([
    ['a.1.b', 2, undefined],
    ['c', undefined, 3],
  ]);
});

test.each(['dev', 'prod'])(
  '`sls print --stage %s` shows the whole configuration without credentials',
  async (stage) => {
    const home = await mkdtemp(join(tmpdir(), 'webhook-pipeline-home-'));
    try {
      const { stdout } = await promisify(execFile)(
        join('node_modules', '.bin', 'sls'),
        ['print', '--stage', stage, '--format', 'json'],
        {
          env: { PATH: process.env['PATH'], HOME: home },
        },
      );
      const printed: { functions: object } = JSON.parse(stdout.slice(stdout.indexOf('{')));
      expect(Object.keys(printed.functions)).toEqual(expect.arrayContaining(['ingest', 'dispatch', 'archive']));
      expect(JSON.stringify(printed)).toContain(`webhook-pipeline-${stage}-archive-dead-letters`);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
  30_000,
);
