import { readTemplate, referredIds, type CfnValue, type Statement } from '../support/template-reader.ts';

const { all, one } = readTemplate('prod');
const functions = all('AWS::Lambda::Function');
const actionsOf = ({ Action }: Statement): readonly string[] => [Action].flat();
const resourcesOf = ({ Resource }: Statement): readonly CfnValue[] => [Resource].flat();
const textOf = (resource: CfnValue) =>
  typeof resource === 'object' && 'Fn::Sub' in resource ? resource['Fn::Sub'] : JSON.stringify(resource);

test('every function has a role that no other one has, and there is no other role', () => {
  const used = functions.map(({ properties }) => referredIds(properties.Role)[0]);
  expect(used).toEqual(functions.map(({ id }) => id.replace(/LambdaFunction$/, 'Role')));
  expect(new Set(all('AWS::IAM::Role').map(({ id }) => id))).toEqual(new Set(used));
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
  const inUse = new Set([...referredIds(properties.Environment.Variables), ...queueIds]);

  test('has its own statements alone', () => {
    expect(role.properties.ManagedPolicyArns ?? []).toEqual([]);
    expect(statements.map(({ Effect }) => Effect)).toEqual(statements.map(() => 'Allow'));
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  });

  test('names every action', () => {
    for (const action of statements.flatMap(actionsOf)) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
  });

  test('names every resource: only keys of a bucket, below a folder or one by one, and streams of its own log stay open', () => {
    for (const resource of statements.flatMap(resourcesOf)) {
      const text = textOf(resource);
      const ownLog = `log-group:/aws/lambda/${properties.FunctionName}:*`;
      expect(
        text.endsWith(ownLog) || !text.includes('*') || /^\$\{\w+\.Arn\}\/[a-z0-9-]+\/(?:[a-z0-9-]+\/)*\*$/.test(text),
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

  test('lets a function behind a queue take from that queue and put nothing on it', () => {
    for (const queueId of queueIds) {
      const actions = statements.filter(({ Resource }) => referredIds(Resource).includes(queueId)).flatMap(actionsOf);
      expect(actions.toSorted()).toEqual(['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage']);
    }
  });
});

test('only ingest reads secrets', () => {
  const readers = all('AWS::IAM::Role').filter(({ properties }) => referredIds(properties).includes('ConfigBucket'));
  expect(readers.map(({ id }) => id)).toEqual(['IngestRole']);
});
