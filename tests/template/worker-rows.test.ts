import { existsSync, readdirSync } from 'node:fs';
import { readWorkerRows } from '../../functions/workers/wiring/worker-row.cjs';
import { workerFunction } from '../../functions/workers/wiring/worker-function.cjs';
import { workerRole } from '../../functions/workers/wiring/worker-role.cjs';
import { workerSubscription } from '../../functions/workers/wiring/worker-subscription.cjs';
import { readTemplate } from '../support/template-reader.ts';

const row = {
  impact: 'Nobody is told of a new order by mail.',
  timeoutSeconds: 30,
  memoryMegabytes: 256,
  batchSize: 10,
  batchWindowSeconds: 0,
  maximumConcurrency: 5,
  attempts: 5,
  backoffCeilingSeconds: 300,
};
const reading =
  (overrides: object, name = 'order-mail') =>
  () =>
    readWorkerRows({ [name]: { ...row, ...overrides } });

test('a row says what it must, and the rest follows from it', () => {
  expect(readWorkerRows({ 'order-mail': row })).toEqual([
    {
      ...row,
      name: 'order-mail',
      eventsAtOnce: 2,
      failingPerSecond: 20,
      results: 'batch',
      resultsPrefix: 'results/order-mail/',
      visibilitySeconds: 180,
      horizonSeconds: 5 + 10 + 20 + 40,
    },
  ]);
  expect(reading({ timeoutSeconds: 60, batchSize: 1000, batchWindowSeconds: 20 })()).toMatchObject([
    { visibilitySeconds: 380 },
  ]);
});

test.each(Object.keys(row))('a row without %s is refused by row and key', (key) => {
  expect(reading({ [key]: undefined })).toThrow(`custom.workers.order-mail.${key}: is missing`);
});

test.each<[string, object]>([
  ['maxReceiveCount', { maxReceiveCount: 5 }],
  ['impact', { impact: 'short' }],
  ['impact', { impact: 5 }],
  ['impact', { impact: 'x'.repeat(501) }],
  ['resultsPrefix', { resultsPrefix: `${'x'.repeat(128)}/` }],
  ['timeoutSeconds', { timeoutSeconds: 0 }],
  ['timeoutSeconds', { timeoutSeconds: 901 }],
  ['timeoutSeconds', { timeoutSeconds: 1.5 }],
  ['timeoutSeconds', { timeoutSeconds: '30' }],
  ['memoryMegabytes', { memoryMegabytes: 127 }],
  ['memoryMegabytes', { memoryMegabytes: 10_241 }],
  ['batchSize', { batchSize: 0 }],
  ['batchSize', { batchSize: 10_001 }],
  ['batchWindowSeconds', { batchWindowSeconds: 301 }],
  ['batchWindowSeconds', { batchSize: 11, batchWindowSeconds: 0 }],
  ['maximumConcurrency', { maximumConcurrency: 1 }],
  ['maximumConcurrency', { maximumConcurrency: 1001 }],
  ['attempts', { attempts: 4 }],
  ['attempts', { attempts: 1001 }],
  ['backoffCeilingSeconds', { backoffCeilingSeconds: 0 }],
  ['backoffCeilingSeconds', { backoffCeilingSeconds: 43_201 }],
  ['results', { results: 'line' }],
  ['markers', { markers: false }],
  ['markers', { markers: 'yes' }],
  ['rereads', { rereads: false }],
  ['configuration', { configuration: [] }],
  ['configuration.0', { configuration: ['sources'] }],
  ['configuration.0', { configuration: ['../destinations'] }],
  ['types', { types: [] }],
  ['types', { types: 'charge.refunded' }],
  ['types.0', { types: ['*'] }],
  ['types.1', { types: ['charge.refunded', 'charge refunded'] }],
  ['sources.0', { sources: ['a*b'] }],
  ['resultsPrefix', { resultsPrefix: 'mails' }],
  ['resultsPrefix', { resultsPrefix: '/' }],
  ['resultsPrefix', { resultsPrefix: '../other/' }],
  ['resultsPrefix', { resultsPrefix: 'claim-checks/' }],
  ['resultsPrefix', { resultsPrefix: 'claim-checks/mails/' }],
  ['resultsPrefix', { resultsPrefix: 'replays/' }],
  ['resultsPrefix', { resultsPrefix: 'spilled/' }],
  ['eventsAtOnce', { eventsAtOnce: 0 }],
  ['failingPerSecond', { failingPerSecond: 0 }],
  ['failingPerSecond', { failingPerSecond: '20' }],
])('a row is refused for its %s: %j', (key, overrides) => {
  expect(reading(overrides)).toThrow(`custom.workers.order-mail.${key}: `);
});

test('everything wrong with a row is said at once', () => {
  expect(reading({ attempts: 1, batchSize: 0, colour: 'red' })).toThrow(
    /attempts: [^]*colour: no such setting|colour: no such setting[^]*attempts: /,
  );
});

test.each([
  'Mail',
  'order_mail',
  '1st',
  '-mail',
  'mail-',
  'order--mail',
  'a-1',
  'm'.repeat(32),
  '',
  'ingest',
  'dispatch',
  'deliveries',
  'keeper',
  'inspect',
  'replay',
  'measure',
  'probe',
  'sweep',
])('a row may not be named %j', (name) => {
  expect(reading({}, name)).toThrow(`custom.workers.${name}: `);
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `name-${index}`);

test('a filter of more values than SNS compares is refused', () => {
  expect(reading({ types: names(15), sources: names(10) })).not.toThrow();
  expect(reading({ types: names(16), sources: names(10) })).toThrow('custom.workers.order-mail: types × sources');
});

const rows = (first: object, second: object) => () =>
  readWorkerRows({ first: { ...row, ...first }, second: { ...row, ...second } });

test('no two rows share the place of their results', () => {
  expect(rows({}, {})).not.toThrow();
  expect(rows({ resultsPrefix: 'mails/' }, { resultsPrefix: 'mails/' })).toThrow(
    'custom.workers.first.resultsPrefix: lies within that of second',
  );
  expect(rows({ resultsPrefix: 'mails/' }, { resultsPrefix: 'mails/sent/' })).toThrow(
    'custom.workers.second.resultsPrefix: lies within that of first',
  );
});

test.each([undefined, null, [], 'archive'])('workers that are no map (%j) are refused', (rows) => {
  expect(() => readWorkerRows(rows)).toThrow('custom.workers must be a map');
});

test('a row that is empty is refused by its name', () => {
  expect(() => readWorkerRows({ archive: null })).toThrow('custom.workers.archive: ');
});

describe.each([
  [{ attempts: 12, backoffCeilingSeconds: 900 }, 3975, '12 attempts within 1 h 6 min'],
  [{ attempts: 5, backoffCeilingSeconds: 1 }, 4, '5 attempts within 4 s'],
  [{ attempts: 5, backoffCeilingSeconds: 43_200 }, 75, '5 attempts within 1 min'],
  [
    { attempts: 13, backoffCeilingSeconds: 7200, failingPerSecond: 5 },
    5 * (2 ** 11 - 1) + 7200,
    '13 attempts within 4 h 51 min',
  ],
])('a row of %j', (overrides, horizonSeconds, said) => {
  const [read] = reading(overrides)();
  const { description, environment } = workerFunction(read!, 'prod');

  test(`tries for ${horizonSeconds} s, and its function says so`, () => {
    expect(read).toMatchObject({ horizonSeconds });
    expect(description).toContain(`in up to ${said}`);
    expect(description.length).toBeLessThanOrEqual(256);
    expect(environment).toMatchObject({
      STAGE: 'prod',
      ATTEMPTS_MAX: String(overrides.attempts),
      BACKOFF_CEILING_SECONDS: String(overrides.backoffCeilingSeconds),
      RETRY_HORIZON_SECONDS: String(horizonSeconds),
    });
  });
});

describe('a row whose failing events would crowd its queue', () => {
  // 14 attempts wait for 5 + 10 + … + 5120 s and twice 7200 s at the most, and for half of that on average.
  const meanWaitSeconds = (5 * (2 ** 11 - 1) + 2 * 7200) / 2;
  const slow = { attempts: 14, backoffCeilingSeconds: 7200, batchSize: 10, maximumConcurrency: 5 };
  const most = Math.floor((96_000 - 50) / meanWaitSeconds);

  test('is refused with the numbers, and with what would help', () => {
    expect(reading({ ...slow, failingPerSecond: most })).not.toThrow();
    const expected = 50 + Math.ceil((most + 1) * meanWaitSeconds);
    expect(reading({ ...slow, failingPerSecond: most + 1 })).toThrow(
      `custom.workers.order-mail: ${expected} messages would be in flight while ${most + 1} a second fail ` +
        `(10 × 5 worked on, the others waiting ${meanWaitSeconds} s on average), and over 96000 come too near the ` +
        '120000 at which SQS gives nothing more: lower attempts or backoffCeilingSeconds, or failingPerSecond where fewer fail at once',
    );
  });

  test('is one by the twenty a second that count where it does not say', () => {
    expect(reading(slow)).toThrow('while 20 a second fail');
    expect(reading({ ...slow, backoffCeilingSeconds: 900 })).not.toThrow();
  });

  test('is also one that takes more at a time than may be in flight', () => {
    const greedy = { batchSize: 1000, batchWindowSeconds: 1, attempts: 5, backoffCeilingSeconds: 1 };
    expect(reading({ ...greedy, maximumConcurrency: 95 })).not.toThrow();
    expect(reading({ ...greedy, maximumConcurrency: 97 })).toThrow('(1000 × 97 worked on');
  });
});

/** What a worker of this row is given, by the names of its variables and the ids of its rights. */
const givenTo = (overrides: object) => {
  const [read] = reading(overrides)();
  const statements = workerRole(read!, 'OrderMail', 'order-mail')['OrderMailRole']?.Properties.Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  return { variables: workerFunction(read!, 'prod').environment, statements: statements ?? [] };
};

test('results are kept per batch, unless the row says per event', () => {
  expect(givenTo({}).variables).toMatchObject({ RESULTS_PER: 'batch', EVENTS_AT_ONCE: '2' });
  expect(givenTo({ results: 'event', eventsAtOnce: 10 }).variables).toMatchObject({
    RESULTS_PER: 'event',
    EVENTS_AT_ONCE: '10',
  });
});

test('a row without markers and configuration gets neither', () => {
  const { variables, statements } = givenTo({});
  expect(Object.keys(variables)).not.toEqual(expect.arrayContaining(['MARKERS_TABLE']));
  expect(Object.keys(variables)).not.toEqual(expect.arrayContaining(['CONFIG_BUCKET']));
  expect(JSON.stringify(statements)).not.toMatch(/MarkersTable|ConfigBucket/);
});

test('a row with markers may read, write and remove its own ones', () => {
  const { variables, statements } = givenTo({ markers: true });
  expect(variables).toMatchObject({ MARKERS_TABLE: { Ref: 'MarkersTable' } });
  expect(statements).toContainEqual({
    Sid: 'KeepMarkers',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
    Resource: { 'Fn::GetAtt': ['MarkersTable', 'Arn'] },
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['order-mail/*'] } },
  });
});

test('a worker reads what lies under its prefix only where its row says so', () => {
  const stored = { 'Fn::Sub': '${ResultsBucket.Arn}/results/order-mail/*' };
  const readsStored = (overrides: object) =>
    givenTo(overrides).statements.filter(
      ({ Action, Resource }) => Action === 's3:GetObject' && JSON.stringify(Resource) === JSON.stringify(stored),
    );
  expect(readsStored({})).toEqual([]);
  expect(readsStored({ rereads: true })).toMatchObject([{ Sid: 'ReadWhatWasStored', Effect: 'Allow' }]);
});

test('a row with configuration may read these objects and no other', () => {
  const { variables, statements } = givenTo({ configuration: ['destinations'] });
  expect(variables).toMatchObject({ CONFIG_BUCKET: { Ref: 'ConfigBucket' } });
  expect(statements).toContainEqual({
    Sid: 'ReadConfiguration',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: [{ 'Fn::Sub': '${ConfigBucket.Arn}/config/destinations.json' }],
  });
  // S3 calls a missing object forbidden to who may not list the bucket.
  expect(statements).toContainEqual({
    Sid: 'SeeWhatIsConfigured',
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: { 'Fn::GetAtt': ['ConfigBucket', 'Arn'] },
    Condition: { StringLikeIfExists: { 's3:prefix': ['config/*'] } },
  });
});

const filterOf = (overrides: object) => {
  const [read] = reading(overrides)();
  return workerSubscription(read!, 'OrderMail')['OrderMailSubscription']?.Properties;
};

describe('a subscription filters', () => {
  test('by nothing but the presence of a type when the row names none: SNS would match a literal *', () => {
    expect(filterOf({})).toMatchObject({ FilterPolicy: { type: [{ exists: true }] } });
  });

  test('out what a deploy sends to try the pipeline, unless the row names its source', () => {
    expect(filterOf({})).toMatchObject({ FilterPolicy: { source: [{ 'anything-but': ['canary'] }] } });
    expect(filterOf({ sources: ['canary'] })).toMatchObject({ FilterPolicy: { source: ['canary'] } });
    expect(reading({ sources: ['shop', 'can*'] })).toThrow('custom.workers.order-mail.sources: can* would also mean');
    expect(reading({ sources: ['canary-islands', 'canary-*'] })).not.toThrow();
  });

  test('by types and sources, a trailing * as a prefix', () => {
    expect(filterOf({ types: ['charge.refunded', 'invoice.*'], sources: ['stripe-eu'] })).toMatchObject({
      FilterPolicy: { type: ['charge.refunded', { prefix: 'invoice.' }], source: ['stripe-eu'] },
    });
  });
});

test('every folder of functions/workers with a handler has a row, and every row such a folder', () => {
  const folders = readdirSync('functions/workers').filter((name) => existsSync(`functions/workers/${name}/handler.ts`));
  expect(folders.toSorted()).toEqual(readTemplate('prod').workers.toSorted());
});

test('the longest texts that a row may have are ones that CloudFormation takes', () => {
  const [longest] = reading(
    {
      impact: 'x'.repeat(500),
      resultsPrefix: `${'x'.repeat(127)}/`,
      attempts: 1000,
      // The longest horizon that does not crowd the queue.
      backoffCeilingSeconds: 19_000,
      failingPerSecond: 0.01,
    },
    'x'.repeat(31),
  )();
  expect(workerFunction(longest!, 'prod').description.length).toBeLessThanOrEqual(256);
});
