// What a caller may not is refused by each service in its own shape.
import { GetObjectCommand, CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createGuard, type Decision } from '../../../local/iam/create-guard.ts';
import { readStatements } from '../../../local/iam/statement.ts';
import { refusalOf, startEmulatorClients, type EmulatorClients } from '../../support/emulator-clients.ts';

const decisions: Decision[] = [];
let aws: EmulatorClients;
const asFunction = async () => ({ accessKeyId: 'function-archive', secretAccessKey: 'local' });

beforeAll(async () => {
  const reading = {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: 'arn:aws:s3:::kept/archive/*',
  };
  const functions = new Map([['archive', readStatements('archive', { Statement: [reading] })]]);
  const guard = createGuard({
    rights: { functions, operator: [], queuePolicies: [] },
    accountId: '000000000000',
    onDecision: (decision) => decisions.push(decision),
  });
  aws = await startEmulatorClients({ guard });
  await aws.s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
  // The owner has made the bucket; from here on the function asks.
  for (const { config } of [aws.s3, aws.sqs, aws.sns, aws.dynamoDb]) config.credentials = asFunction;
});
afterAll(() => aws.close());

test('what the role allows is done', async () => {
  await aws.s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'archive/a', Body: 'a' }));
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'archive/a' }));
  expect(await Body?.transformToString()).toBe('a');
});

test('S3 refuses what the role does not allow, and calls a missing object forbidden to who may not list', async () => {
  const refused = { name: 'AccessDenied', status: 403 };
  const putting = aws.s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'ledger/a', Body: 'a' }));
  expect(await refusalOf(putting)).toMatchObject(refused);
  const missing = aws.s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'archive/none' }));
  expect(await refusalOf(missing)).toMatchObject(refused);
  expect(decisions).toContainEqual(expect.objectContaining({ action: 's3:ListBucket', isAllowed: false }));
});

test('SQS, SNS and DynamoDB refuse it too, and name the action', async () => {
  const QueueUrl = `${aws.emulators.url}/000000000000/work`;
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:events';
  const key = { TableName: 'markers', Key: { id: { S: 'archive/a' } } };
  expect(await refusalOf(aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' })))).toMatchObject({
    message: expect.stringContaining('is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:'),
    status: 403,
  });
  expect(await refusalOf(aws.sns.send(new PublishCommand({ TopicArn, Message: 'a' })))).toMatchObject({
    message: expect.stringContaining('sns:Publish'),
    status: 403,
  });
  expect(await refusalOf(aws.dynamoDb.send(new GetItemCommand(key)))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('dynamodb:GetItem'),
    status: 400,
  });
});
