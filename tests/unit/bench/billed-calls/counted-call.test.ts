import { readCalls } from '../../../../bench/pipelines/counted-call.ts';

const by = (name: string) => ({ authorization: `AWS4-HMAC-SHA256 Credential=function-${name}/20261122/us-east-1/x` });

test('a message counts with its body and its attributes, and one with a group id as fair', () => {
  const body = JSON.stringify({
    MessageBody: 'é',
    MessageAttributes: { source: { DataType: 'String', StringValue: 'github' } },
    MessageGroupId: 'github',
  });
  const headers = { ...by('ingest'), 'x-amz-target': 'AmazonSQS.SendMessage' };
  expect(readCalls({ method: 'POST', url: '/', headers, body }, new Map())).toEqual([
    // Two bytes of body; the attribute's name, type and value have six each.
    { by: 'ingest', service: 'sqs', operation: 'SendMessage', bytes: 2 + 18, fairMessages: 1, key: '' },
  ]);
});

test('a publish counts each message of its batch, without the form around it', () => {
  const entry = 'PublishBatchRequestEntries.member';
  const form = new URLSearchParams({
    Action: 'PublishBatch',
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:events',
    [`${entry}.1.Id`]: '0',
    [`${entry}.1.Message`]: 'four',
    [`${entry}.1.MessageAttributes.entry.1.Name`]: 'type',
    [`${entry}.1.MessageAttributes.entry.1.Value.DataType`]: 'String',
    [`${entry}.1.MessageAttributes.entry.1.Value.StringValue`]: 'push',
    [`${entry}.2.Message`]: 'seven..',
  });
  const headers = { ...by('dispatch'), 'content-type': 'application/x-www-form-urlencoded' };
  expect(readCalls({ method: 'POST', url: '/', headers, body: form.toString() }, new Map())).toMatchObject([
    { by: 'dispatch', service: 'sns', operation: 'PublishBatch', bytes: 4 + 4 + 6 + 4 + 7 },
  ]);
});

test('an update weighs what was there and what it adds, and each item of a transaction is one', () => {
  const known = new Map<string, number>();
  const ask = (operation: string, input: object) =>
    readCalls(
      {
        method: 'POST',
        url: '/',
        headers: { ...by('forward'), 'x-amz-target': `DynamoDB_20120810.${operation}` },
        body: JSON.stringify(input),
      },
      known,
    );
  const Item = { id: { S: 'one' }, state: { S: 'begun' } };
  expect(ask('PutItem', { TableName: 'markers', Item })).toMatchObject([{ operation: 'PutItem', bytes: 5 + 10 }]);
  const update = {
    TableName: 'markers',
    Key: { id: { S: 'one' } },
    ExpressionAttributeValues: { ':a': { S: 'done' } },
  };
  expect(ask('UpdateItem', update)).toMatchObject([{ bytes: 15 + 6 }]);
  const twice = { TransactItems: [{ Put: { TableName: 'markers', Item } }, { Update: update }] };
  expect(ask('TransactWriteItems', twice)).toMatchObject([{ bytes: 15 }, { bytes: 21 }]);
});

test.each([
  ['PUT', '/results/archive/a.gz', 'PutObject'],
  ['GET', '/config/config/sources.json', 'GetObject'],
  ['GET', '/results?list-type=2&prefix=spilled%2F', 'ListObjectsV2'],
  ['HEAD', '/results/a', 'HeadObject'],
  ['POST', '/results?delete', 'DeleteObjects'],
])('%s %s is %s', (method, url, operation) => {
  expect(readCalls({ method, url, headers: by('archive'), body: '' }, new Map())).toMatchObject([
    { by: 'archive', service: 's3', operation },
  ]);
});
