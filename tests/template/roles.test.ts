import { pascal } from '../../functions/workers/wiring/naming.cjs';
import { readTemplate, referredIds, type CfnValue, type Statement } from '../support/template-reader.ts';

const { all, one, workers } = readTemplate('prod');
const functions = all('AWS::Lambda::Function');
const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();
const resourcesOf = ({ Resource }: Statement): readonly CfnValue[] => [Resource].flat();
const textOf = (resource: CfnValue) =>
  typeof resource === 'object' && 'Fn::Sub' in resource ? resource['Fn::Sub'] : JSON.stringify(resource);

test('every function has a role that no other one has, and there is no other role', () => {
  const used = functions.map(({ properties }) => referredIds(properties.Role)[0]);
  const named = functions.map(({ properties }) => properties.FunctionName.replace('webhook-pipeline-prod-', ''));
  expect(used).toEqual(named.map((name) => `${pascal(name)}Role`));
  expect(new Set(all('AWS::IAM::Role').map(({ id }) => id))).toEqual(new Set(used));
});

test('erase changes results by their date, and not the books of a ledger that lie beside them', () => {
  const role = one('AWS::IAM::Role', 'EraseRole');
  const statements: readonly Statement[] = role.properties.Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  const changing = statements.filter((statement) =>
    actionsOf(statement).some((action) => ['s3:PutObject', 's3:DeleteObject'].includes(action)),
  );
  const reached = changing.flatMap(resourcesOf).map(textOf);
  const ofLedger = reached.filter((text) => text.startsWith('${ResultsBucket.Arn}/ledger'));
  expect(new Set(ofLedger)).toEqual(new Set(['${ResultsBucket.Arn}/ledger/date=*']));
  for (const text of reached) expect(text).not.toMatch(/\.Arn\}\/(?:ledger\/)?[*?]/);
});

describe.each(functions)('the role of $id', ({ id, properties }) => {
  const role = one('AWS::IAM::Role', referredIds(properties.Role)[0]!);
  const statements: readonly Statement[] = role.properties.Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  const sources = all('AWS::Lambda::EventSourceMapping').filter((mapping) =>
    referredIds(mapping.properties.FunctionName).includes(id),
  );
  const queueIds = sources.flatMap((mapping) => referredIds(mapping.properties.EventSourceArn));
  const hasDeadLetters = 'DEAD_LETTERS_QUEUE_URL' in properties.Environment.Variables;
  // Both find every queue by its name.
  const isFinder = ['ReplayLambdaFunction', 'EraseLambdaFunction'].includes(id);
  const foundByName = isFinder ? all('AWS::SQS::Queue').map((queue) => queue.id) : [];
  // To tell an address nobody needs a right.
  const { WEBHOOKS_URL: _, ...reached } = properties.Environment.Variables;
  const inUse = new Set([...referredIds(reached), ...queueIds, ...foundByName]);

  test('has its own statements alone', () => {
    expect(role.properties.ManagedPolicyArns ?? []).toEqual([]);
    expect(statements.map(({ Effect }) => Effect)).toEqual(statements.map(() => 'Allow'));
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  });

  test('writes its own log', () => {
    const written = statements.filter(({ Resource }) => textOf(Resource as CfnValue).includes('log-group'));
    expect(written.map(actionsOf)).toEqual([['logs:CreateLogStream', 'logs:PutLogEvents']]);
  });

  test('names every action', () => {
    for (const action of statements.flatMap(actionsOf)) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
  });

  test('names every resource: only keys of a bucket, below a folder or one by one, and streams of its own log stay open', () => {
    for (const resource of statements.flatMap(resourcesOf)) {
      const text = textOf(resource);
      const ownLog = `log-group:/aws/lambda/${properties.FunctionName}:*`;
      expect(
        text.endsWith(ownLog) ||
          !text.includes('*') ||
          /^\$\{\w+\.Arn\}\/[a-z0-9-]+\/(?:[a-z0-9-]+\/)*(?:date=)?\*$/.test(text),
      ).toBe(true);
    }
  });

  test('allows nothing on what the function does not use', () => {
    const ownLog = `/aws/lambda/${properties.FunctionName}:`;
    const isUsed = (resource: CfnValue) => {
      const ids = referredIds(resource);
      return ids.length > 0 ? ids.every((resourceId) => inUse.has(resourceId)) : textOf(resource).includes(ownLog);
    };
    expect(statements.filter((statement) => !resourcesOf(statement).every(isUsed))).toEqual([]);
  });

  test('allows something on everything that the function uses', () => {
    const allowed = new Set(statements.flatMap(({ Resource }) => referredIds(Resource)));
    expect([...inUse].filter((resourceId) => !allowed.has(resourceId))).toEqual([]);
  });

  test('lets a function behind a queue take from that queue, hide its messages, and put nothing on it', () => {
    // Only who decides when a message is tried again hides it until then.
    const hide = hasDeadLetters ? ['sqs:ChangeMessageVisibility'] : [];
    for (const queueId of queueIds) {
      const actions = statements.filter(({ Resource }) => referredIds(Resource).includes(queueId)).flatMap(actionsOf);
      expect(actions.toSorted()).toEqual([
        ...hide,
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ]);
    }
  });

  test('lets a function behind a work queue send to its own dead-letter queue and to no other queue', () => {
    if (!hasDeadLetters) return;
    const sends = statements.filter((statement) => actionsOf(statement).includes('sqs:SendMessage'));
    expect(sends.map(({ Resource }) => Resource)).toEqual(
      queueIds.map((queueId) => ({ 'Fn::GetAtt': [queueId.replace(/Queue$/, 'DeadLetterQueue'), 'Arn'] })),
    );
  });

  test('lets a function behind a work queue read and write only items of its own, and query none', () => {
    if (!hasDeadLetters) return;
    const own = `${properties.FunctionName.split('-').slice(3).join('-')}/*`;
    const onTables = statements.filter((statement) =>
      actionsOf(statement).some((action) => action.startsWith('dynamodb:')),
    );
    expect(onTables.length).toBeGreaterThan(0);
    for (const statement of onTables) {
      expect(statement.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [own] } });
      expect(actionsOf(statement).join(' ')).not.toMatch(/Scan|Query|Batch|\*/);
    }
    const [onDeadLetters] = onTables.filter(({ Resource }) => referredIds(Resource).includes('DeadLettersTable'));
    expect(onDeadLetters && actionsOf(onDeadLetters)).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  });
});

test("only ingest reads the senders' secrets, and of the other objects of that bucket each reader names its own", () => {
  const readKeys = all('AWS::IAM::Role').map(({ id, properties }) => {
    const statements = properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return [
      id,
      statements
        .flatMap(resourcesOf)
        .map(textOf)
        .filter((text) => text.includes('ConfigBucket')),
    ] as const;
  });
  const readers = readKeys.filter(([, keys]) => keys.length > 0);
  expect(readers.filter(([id]) => id === 'IngestRole')).toEqual([
    ['IngestRole', ['${ConfigBucket.Arn}/config/sources.json', bucketItself, '${ConfigBucket.Arn}/offers/*']],
  ]);
  for (const [id, keys] of readers.filter(([reader]) => reader !== 'IngestRole')) {
    const redaction = id === 'InspectRole' ? ['${ConfigBucket.Arn}/config/redaction.json'] : [];
    expect(keys.filter((key) => key !== bucketItself)).toEqual([
      ...redaction,
      '${ConfigBucket.Arn}/config/destinations.json',
    ]);
  }
});

test('ingest writes what senders offer into the bucket of the sources, and neither sources nor anything else of it', () => {
  const statements = one('AWS::IAM::Role', 'IngestRole').properties.Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  const onConfig = statements.filter((statement) => JSON.stringify(statement.Resource).includes('ConfigBucket'));
  expect(onConfig.map((statement) => [actionsOf(statement), resourcesOf(statement).map(textOf)])).toEqual([
    [['s3:GetObject'], ['${ConfigBucket.Arn}/config/sources.json']],
    [['s3:ListBucket'], [bucketItself]],
    [['s3:PutObject'], ['${ConfigBucket.Arn}/offers/*']],
  ]);
});

const bucketItself = JSON.stringify({ 'Fn::GetAtt': ['ConfigBucket', 'Arn'] });

test('who reads destinations can tell none from forbidden, and does nothing else with the bucket', () => {
  const readers = all('AWS::IAM::Role')
    .map(({ properties }) => properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement))
    .filter((statements) =>
      statements.flatMap(resourcesOf).some((resource) => textOf(resource).includes('destinations')),
    );
  expect(readers.length).toBeGreaterThanOrEqual(2);
  for (const statements of readers) {
    const onBucket = statements.filter((statement) => resourcesOf(statement).map(textOf).includes(bucketItself));
    expect(onBucket.flatMap(actionsOf)).toEqual(['s3:ListBucket']);
  }
});

const receiptsAndOutcomes = [
  { 'Fn::Sub': '${ResultsBucket.Arn}/replays/*' },
  { 'Fn::Sub': '${ResultsBucket.Arn}/replay-outcomes/*' },
];

const within = (keys: string) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] } });

test('probe reads and writes breakers and no other marker, dead letters of forward and no others, sends to forward alone, and writes receipts', () => {
  const statements = one('AWS::IAM::Role', 'ProbeRole').properties.Policies.flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  const keysOf = (logicalId: string) =>
    statements
      .filter(({ Resource }) => referredIds(Resource).includes(logicalId))
      .map((statement) => [actionsOf(statement).join(' '), statement.Condition]);
  expect(keysOf('MarkersTable')).toEqual([
    ['dynamodb:GetItem dynamodb:BatchGetItem dynamodb:PutItem dynamodb:DeleteItem', within('forward/breakers/*')],
  ]);
  expect(keysOf('DeadLettersTable')).toEqual([
    ['dynamodb:GetItem dynamodb:BatchGetItem dynamodb:PutItem dynamodb:UpdateItem', within('forward/*')],
    ['dynamodb:Query', within('forward/*')],
  ]);
  const sends = statements.filter((statement) => actionsOf(statement).some((action) => action.startsWith('sqs:')));
  expect(sends.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    ['sqs:SendMessage', { 'Fn::GetAtt': ['ForwardQueue', 'Arn'] }],
  ]);
  const onResults = statements.filter(({ Resource }) => referredIds(Resource).includes('ResultsBucket'));
  expect(onResults.map(({ Action, Resource }) => [Action, Resource])).toEqual([['s3:PutObject', receiptsAndOutcomes]]);
});

const statementsOf = (id: string) =>
  one('AWS::IAM::Role', id).properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

const allowed = (id: string) =>
  statementsOf(id)
    .filter(({ Sid }) => Sid !== 'WriteLogs')
    .flatMap((statement) =>
      actionsOf(statement).map((action) => `${action} ${resourcesOf(statement).flatMap(referredIds).join(' ')}`),
    )
    .toSorted();

test('ingest spills and cannot read or remove what is spilled, and sweep does all of it that is left and nothing else', () => {
  expect(allowed('IngestRole')).toEqual([
    's3:GetObject ConfigBucket',
    's3:ListBucket ConfigBucket',
    's3:PutObject ConfigBucket',
    's3:PutObject ResultsBucket',
    's3:PutObject ResultsBucket',
    's3:PutObjectTagging ResultsBucket',
    'sqs:SendMessage DeliveriesQueue',
  ]);
  expect(allowed('SweepRole')).toEqual([
    's3:DeleteObject ResultsBucket',
    's3:GetObject ResultsBucket',
    's3:ListBucket ResultsBucket',
    'sqs:SendMessage DeliveriesQueue',
  ]);
  const spilled = { 'Fn::Sub': '${ResultsBucket.Arn}/spilled/*' };
  const [spill] = statementsOf('IngestRole').filter(({ Sid }) => Sid === 'SpillMessages');
  const [find, take] = statementsOf('SweepRole').filter(({ Sid }) => Sid.endsWith('SpilledMessages'));
  expect([spill?.Resource, take?.Resource]).toEqual([spilled, spilled]);
  expect(find?.Condition).toEqual({ StringLike: { 's3:prefix': ['spilled/*'] } });
});

describe('what operators call', () => {
  const indexes = 'DeadLettersTable DeadLettersTable';
  const queues = all('AWS::SQS::Queue').map(({ id }) => id);
  const deadLetterQueues = queues.filter((id) => id.endsWith('DeadLetterQueue')).join(' ');
  const workQueues = queues.filter((id) => !id.endsWith('DeadLetterQueue')).join(' ');

  test('inspect reads dead letters, markers, results, receipts, large bodies and what is hidden, and changes nothing', () => {
    expect(allowed('InspectRole')).toEqual([
      'dynamodb:BatchGetItem DeadLettersTable',
      'dynamodb:BatchGetItem MarkersTable',
      `dynamodb:Query ${indexes}`,
      's3:GetObject ConfigBucket',
      's3:GetObject ConfigBucket',
      's3:GetObject ResultsBucket',
      's3:GetObject ResultsBucket ResultsBucket',
      `s3:GetObject ${workers.map(() => 'ResultsBucket').join(' ')}`,
      's3:ListBucket ConfigBucket',
      's3:ListBucket ResultsBucket',
      's3:ListBucket ResultsBucket',
    ]);
    const read = statementsOf('InspectRole').filter((statement) => actionsOf(statement).includes('s3:GetObject'));
    expect(read.flatMap(resourcesOf).map(textOf).toSorted()).toEqual(
      [
        ...['config/destinations.json', 'config/redaction.json'].map((key) => `\${ConfigBucket.Arn}/${key}`),
        ...['archive', 'claim-checks', 'ledger', 'replay-outcomes', 'replays', 'results/canary', 'results/forward'].map(
          (folder) => `\${ResultsBucket.Arn}/${folder}/*`,
        ),
      ].toSorted(),
    );
    const listed = statementsOf('InspectRole').filter(({ Resource }) =>
      referredIds(Resource).includes('ResultsBucket'),
    );
    expect(listed.flatMap(({ Condition }) => Condition ?? [])).toEqual([
      { StringLikeIfExists: { 's3:prefix': ['archive/*', 'results/forward/*', 'ledger/*', 'results/canary/*'] } },
      { StringLike: { 's3:prefix': ['claim-checks/*', 'replays/*', 'replay-outcomes/*'] } },
    ]);
  });

  test('replay sends to work queues, takes from dead-letter queues, and writes records and receipts', () => {
    expect(allowed('ReplayRole')).toEqual([
      'dynamodb:BatchGetItem DeadLettersTable',
      'dynamodb:GetItem DeadLettersTable',
      'dynamodb:PutItem DeadLettersTable',
      `dynamodb:Query ${indexes}`,
      'dynamodb:UpdateItem DeadLettersTable',
      's3:GetObject ResultsBucket',
      's3:GetObject ResultsBucket',
      's3:GetObject ResultsBucket ResultsBucket',
      's3:ListBucket ResultsBucket',
      's3:PutObject ResultsBucket',
      's3:PutObject ResultsBucket ResultsBucket',
      's3:PutObjectTagging ResultsBucket',
      `sqs:ChangeMessageVisibility ${deadLetterQueues}`,
      `sqs:DeleteMessage ${deadLetterQueues}`,
      `sqs:GetQueueAttributes ${deadLetterQueues}`,
      `sqs:GetQueueAttributes ${workQueues}`,
      `sqs:ReceiveMessage ${deadLetterQueues}`,
      `sqs:SendMessage ${workQueues}`,
    ]);
    const [receipts] = statementsOf('ReplayRole').filter(({ Sid }) => Sid === 'StoreReceipts');
    expect(receipts?.Resource).toEqual(receiptsAndOutcomes);
    const [find] = statementsOf('ReplayRole').filter(({ Action }) => Action === 's3:ListBucket');
    expect(find?.Condition).toEqual({
      StringLikeIfExists: { 's3:prefix': ['archive/*', 'claim-checks/*', 'replays/*', 'replay-outcomes/*'] },
    });
  });

  test('both know everyone who has dead letters', () => {
    for (const id of ['InspectLambdaFunction', 'ReplayLambdaFunction']) {
      const { Variables } = one('AWS::Lambda::Function', id).properties.Environment;
      expect(Variables['WORKERS']).toBe(['dispatch', ...workers].join('/'));
    }
  });

  test('a run of replay is over before its claims are', () => {
    expect(one('AWS::Lambda::Function', 'ReplayLambdaFunction').properties.Timeout).toBeLessThan(900);
  });
});
