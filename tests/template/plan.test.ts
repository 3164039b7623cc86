// What `hooks plan` reads from the package, what it refuses, and what it shows.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { showPlan, type PlanOptions } from '../../operator/commands/plan/show-plan.ts';
import { readAssumptions } from '../../operator/plan/assumptions.ts';
import { readDesign } from '../../operator/plan/read-design.ts';
import { SHAPE_NAMES } from '../../operator/plan/simulation/shapes.ts';
import { readPackagedService } from '../../template/read-packaged-service.ts';
import { temporaryDirectory } from '../support/local-pipeline.ts';
import { packagedDirectory } from '../support/packaged.ts';

const read = async (mix = {}, sizeKilobytes = 4) =>
  readDesign(await readPackagedService(packagedDirectory('prod')), readAssumptions(), { sizeKilobytes, mix });

async function plan(options: Partial<PlanOptions> = {}): Promise<string> {
  let written = '';
  await showPlan(
    { stage: 'prod', rate: 40, size: 4, region: 'us-east-1', package: packagedDirectory('prod'), ...options },
    {
      write: (text) => void (written += text),
      tell: () => undefined,
      paint: (_, text) => text,
      columns: Infinity,
      isScreen: false,
      progress: { show: () => undefined, end: () => undefined },
      ask: undefined,
      interrupted: new AbortController().signal,
    },
  );
  return written;
}

const file = (text: string) => {
  const path = join(temporaryDirectory(), 'given.json');
  writeFileSync(path, text);
  return path;
};

test('the design is that of the packaged stage', async () => {
  const { dispatch, workers, standing, throttle, retentionDays, isRecoverable, held, log } = await read();
  expect(dispatch).toMatchObject({ batchSize: 100, windowSeconds: 1, maximumConcurrency: 50, attempts: 10 });
  expect(workers.map(({ name }) => name)).toEqual(['archive', 'forward', 'ledger', 'canary']);
  expect(workers[0]).toMatchObject({ memoryMegabytes: 1024, share: 1, objectsPerBatch: 1, objectsPerEvent: 0 });
  expect(workers[1]).toMatchObject({ share: 0.5, writeUnitsPerEvent: 2, attempts: 12, backoffCeilingSeconds: 900 });
  // An entry for each movement, and one object per batch that tells of them.
  expect(workers[2]).toMatchObject({ share: 0.2, objectsPerEvent: 1, objectsPerBatch: 1 });
  expect(workers[3]).toMatchObject({ share: 0, objectsPerEvent: 1, objectsPerBatch: 0 });
  expect(held.map(({ name, of }) => `${of} ${name}`)).toEqual([
    'ingest sources',
    'forward destinations',
    'forward breakers',
  ]);
  // Every queue's mapping and the keeper's for every dead-letter queue; sweep and probe each minute, measure every five.
  expect(standing).toMatchObject({ scheduledPerMinute: 2.2, listingsPerMinute: 1, compositeAlarms: 1, dashboards: 1 });
  expect(standing.mappings).toHaveLength(10);
  expect(throttle).toEqual({ perSecond: 500, burst: 1000 });
  expect(retentionDays).toBe(400);
  // The markers are not, and Lambda says nothing of invocations that went well.
  expect(isRecoverable).toBe(false);
  expect(log).toMatchObject({ perInvocationKilobytes: 0, sampleRate: 0.1 });
  expect(standing).toMatchObject({ keys: 0, keyRequestsPerMinute: 0 });
});

test('a key of the account is paid for, and what each queue and the topic ask of it every five minutes', async () => {
  const packaged = await readPackagedService(packagedDirectory('prod'));
  const queues = Object.values(packaged.template.Resources).filter(({ Type }) => Type === 'AWS::SQS::Queue');
  for (const { Properties } of queues) Object.assign(Properties, { KmsMasterKeyId: 'arn' });
  const { standing } = readDesign(packaged, readAssumptions(), { sizeKilobytes: 4, mix: {} });
  expect(queues.length).toBeGreaterThan(8);
  expect(standing).toMatchObject({ keys: 1, keyRequestsPerMinute: (3 * queues.length + 2) / 5 });
});

test('each metric counts once for each combination of its dimensions', async () => {
  // Accepted, spilled and stale; refused by itself, by five reasons and by two sides; three of four workers, three of these and dispatch,
  // and dead letters of each of these five by five classes.
  const { standing } = await read();
  expect(standing.metrics).toBe(3 + 8 + 3 * 4 + 3 * 5 + 5 * 5);
});

test('a large body is kept once and read by each worker, and its batches become several objects', async () => {
  const { isBodyStored, isClaimCheck, messageKilobytes } = await read({}, 256);
  expect({ isBodyStored, isClaimCheck, messageKilobytes }).toEqual({
    isBodyStored: true,
    isClaimCheck: true,
    messageKilobytes: 1.5,
  });
});

test('a mix says how much a worker gets', async () => {
  const { workers } = await read({ forward: 0.1, canary: 1 });
  expect(workers.map(({ share }) => share)).toEqual([1, 0.1, 0.2, 1]);
});

test.each([
  ['--mix of nobody', { mix: 'nobody=1' }, /nobody is no worker/],
  ['--mix above all', { mix: 'forward=1.5' }, /from 0 to 1/],
  ['an unknown Region', { region: 'mars-1' }, /no Region "mars-1"/],
  ['no traffic file', { traffic: '/nowhere.json' }, /nowhere/],
  ['a traffic file that is no JSON', { traffic: file('[') }, /JSON/],
  ['traffic that is negative', { traffic: file('[{"second":0,"perSecond":-1}]') }, /perSecond/],
  ['traffic without end', { traffic: file('[{"second":1e9,"perSecond":1}]') }, /second/],
  ['no traffic', { traffic: file('[]') }, /length/],
  ['an array that ingest refuses', { durations: file('{"eventsPerWebhook":10001}') }, /eventsPerWebhook/],
  ['durations with a slip', { durations: file('{"ingst":{}}') }, /ingst/],
] satisfies [string, Partial<PlanOptions>, RegExp][])('%s is refused as wrong usage', async (_, options, message) => {
  await expect(plan(options)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
});

test('durations of a file count instead of those that are assumed, key by key', async () => {
  const slower = await plan({ durations: file('{"workers":{"forward":{"fixedMs":900,"perEventMs":0}}}') });
  expect(slower).toContain('900 ms × 512 MB');
  expect(slower).toContain('15 ms × 512 MB');
});

test('traffic of a file is simulated alone, and held against formulas', async () => {
  const traffic = file('[{"second":0,"perSecond":600},{"second":99,"perSecond":600}]');
  const { simulations } = JSON.parse(await plan({ traffic, json: true }));
  expect(simulations).toHaveLength(1);
  // 100 a second above the throttle for 100 s, but for the burst of 1,000.
  expect(simulations[0]).toMatchObject({ posted: 60_000, throttledByApi: 9000 });
  expect(simulations[0].byHand[0]).toMatchObject({ queue: 'api', byHand: 9000 });
});

test('as JSON it is one object of all that is shown', async () => {
  const shown = JSON.parse(await plan({ json: true }));
  expect(shown).toMatchObject({
    kind: 'plan',
    region: 'us-east-1',
    ratePerSecond: 40,
    bill: { batches: { archive: 800 } },
  });
  expect(shown.simulations.map(({ shape }: { shape: string }) => shape)).toEqual(SHAPE_NAMES);
  for (const { byHand } of shown.simulations) expect(byHand.length).toBeGreaterThan(2);
  expect(shown.bounds.fullest).toBeLessThanOrEqual(shown.bill.dollarsPerMillion);
  expect(shown.bounds.emptiest).toBeGreaterThanOrEqual(shown.bill.dollarsPerMillion);
  const dollars = shown.bill.items.map(({ dollarsPerMillion }: { dollarsPerMillion: number }) => dollarsPerMillion);
  expect(dollars.reduce((sum: number, one: number) => sum + one, 0)).toBeCloseTo(shown.bill.dollarsPerMillion);
});

test('the page needs neither script nor network, is well-formed, and has a table for each chart', async () => {
  const html = join(temporaryDirectory(), 'plan.html');
  await plan({ html });
  const page = readFileSync(html, 'utf8');
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(["']?http|(?:src|href)="http/i);
  const open: string[] = [];
  const crossed: string[] = [];
  for (const [, end, name = '', , empty] of page.matchAll(/<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^">])*?)(\/?)>/gi)) {
    if (['meta', 'br'].includes(name) || empty) continue;
    if (!end) open.push(name);
    else if (open.pop() !== name) crossed.push(name);
  }
  expect({ open, crossed }).toEqual({ open: [], crossed: [] });
  const charts = page.match(/<figure>/g) ?? [];
  expect(charts).toHaveLength(1 + SHAPE_NAMES.length);
  expect(page.match(/<svg[^>]*role="img"[^>]*aria-label="[^"]+"/g)).toHaveLength(2 * charts.length);
  expect(page.match(/: the same by hand<\/h2>/g)).toHaveLength(SHAPE_NAMES.length);
});
