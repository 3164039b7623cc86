import { compareRights, type ComparedCall } from '../../../../local/iam/compare-rights.ts';
import { readStatements, type Statement } from '../../../../local/iam/statement.ts';

const bucket = 'arn:aws:s3:::results';
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/dead-letters';
const queue = 'arn:aws:sqs:us-east-1:000000000000:archive';
const ownItems = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['archive/*'] } };

const statements = {
  take: { Sid: 'TakeEvents', Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'], Resource: queue },
  store: { Sid: 'StoreResults', Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucket}/archive/*` },
  find: {
    Sid: 'FindResults',
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: bucket,
    Condition: { StringLike: { 's3:prefix': ['archive/*'] } },
  },
  mark: { Sid: 'MarkDone', Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table, Condition: ownItems },
};

const calls: readonly ComparedCall[] = [
  { action: 'sqs:SendMessage', resource: queue },
  { action: 's3:PutObject', resource: `${bucket}/archive/date=2026-01-02/a.jsonl.gz` },
  { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': ['archive/date=2026-01-02/'] } },
  { action: 'dynamodb:PutItem', resource: table, context: { 'dynamodb:LeadingKeys': ['archive/e1'] } },
].map((call) => ({ principal: 'archive', ...call }));

const isDerived = ({ action }: ComparedCall) => action === 'sqs:ReceiveMessage';

const findingsOf = (changed: object = {}) => {
  const rights: readonly Statement[] = readStatements('archive', {
    Statement: Object.values({ ...statements, ...changed }).filter((statement) => statement !== undefined),
  });
  return compareRights({ rights: new Map([['archive', rights]]), calls, isDerived });
};

test('rights that are all needed, and needs that all have a right, are in order', () => {
  expect(findingsOf()).toEqual([]);
});

test.each<[string, object, string]>([
  ['a statement is removed', { store: undefined }, `archive lacks s3:PutObject on ${calls[1]?.resource}`],
  [
    'an action is added',
    { store: { ...statements.store, Action: ['s3:PutObject', 's3:DeleteObject'] } },
    `archive: StoreResults allows s3:DeleteObject on ${bucket}/archive/*, and no call needs it`,
  ],
  [
    'an action is a pattern',
    { store: { ...statements.store, Action: 's3:Put*' } },
    'archive: StoreResults allows s3:Put*, which is more than one action',
  ],
  [
    'a resource is added',
    { store: { ...statements.store, Resource: [`${bucket}/archive/*`, `${bucket}/ledger/*`] } },
    `archive: StoreResults allows s3:PutObject on ${bucket}/ledger/*, and no call needs it`,
  ],
  [
    'a resource is the whole bucket',
    { store: { ...statements.store, Resource: `${bucket}/*` } },
    `archive: StoreResults allows s3:PutObject on ${bucket}/*, which is wider than any call`,
  ],
  [
    'the keys of items are not said',
    { mark: { ...statements.mark, Condition: undefined } },
    'archive: MarkDone allows any dynamodb:LeadingKeys, and every call has archive/*',
  ],
  [
    'all keys are said',
    { mark: { ...statements.mark, Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*'] } } } },
    'archive: MarkDone allows the dynamodb:LeadingKeys *, which is wider than any call',
  ],
  [
    "another worker's keys are said besides",
    {
      mark: {
        ...statements.mark,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['archive/*', 'ledger/*'] } },
      },
    },
    'archive: MarkDone allows the dynamodb:LeadingKeys ledger/*, and no call needs it',
  ],
  [
    'a listing is of the whole bucket',
    { find: { ...statements.find, Condition: undefined } },
    'archive: FindResults allows any s3:prefix, and every call has archive/*',
  ],
  [
    'a condition is of another prefix',
    { find: { ...statements.find, Condition: { StringLike: { 's3:prefix': ['ledger/*'] } } } },
    `archive lacks s3:ListBucket on ${bucket}`,
  ],
])('%s: the finding names it', (_, changed, finding) => {
  expect(findingsOf(changed)).toContain(finding);
});

test('whoever touches only breakers needs no right on the markers beside them', () => {
  const touching = (keys: string) =>
    readStatements('probe', {
      Statement: {
        Sid: 'CloseBreakers',
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: table,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys] } },
      },
    });
  const probing: ComparedCall = {
    principal: 'probe',
    action: 'dynamodb:PutItem',
    resource: table,
    context: { 'dynamodb:LeadingKeys': ['forward/breakers/crm'] },
  };
  const compared = (keys: string) =>
    compareRights({ rights: new Map([['probe', touching(keys)]]), calls: [probing], isDerived: () => false });
  expect(compared('forward/breakers/*')).toEqual([]);
  expect(compared('forward/*')).toEqual([
    'probe: CloseBreakers allows the dynamodb:LeadingKeys forward/*, which is wider than any call',
  ]);
});

test('what is denied lacks its right, whatever else allows it', () => {
  const deny = { Sid: 'Never', Effect: 'Deny', Action: 's3:*', Resource: `${bucket}/archive/*` };
  expect(findingsOf({ deny })).toContain(`archive lacks s3:PutObject on ${calls[1]?.resource}`);
});
