// The emulators in memory on a free port, with the AWS SDK's own clients in front of them.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

import type { EmulatorOptions, Emulators } from '../../local/emulators/start-emulators.ts';
import { startEmulators } from '../../local/emulators/start-emulators.ts';

export interface EmulatorClients {
  readonly emulators: Emulators;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
  close(): Promise<void>;
}

export async function startEmulatorClients(options: Partial<EmulatorOptions> = {}): Promise<EmulatorClients> {
  const emulators = await startEmulators({ directory: ':memory:', port: 0, ...options });
  const clients = createClients(emulators.url);
  return {
    emulators,
    ...clients,
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await emulators.close();
    },
  };
}

export function createClients(url: string): Pick<EmulatorClients, 'sqs' | 's3' | 'sns' | 'dynamoDb'> {
  const settings = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // A refusal must be seen at once and not after three attempts.
    maxAttempts: 1,
  };
  return {
    sqs: new SQSClient(settings),
    sns: new SNSClient(settings),
    s3: new S3Client(settings),
    dynamoDb: new DynamoDBClient(settings),
  };
}

export interface AwsError {
  readonly name: string;
  /** The code of the older protocol, where the service sends one. */
  readonly code: string | undefined;
  readonly message: string;
  /** NaN when there was no answer. */
  readonly status: number;
}

/** What the call was refused with; fails when it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<AwsError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('The call was not refused');
  return {
    name: error.name,
    code: textAt(error, 'Code') ?? textAt(valueAt(error, 'Error'), 'Code'),
    message: error.message,
    status: Number(valueAt(valueAt(error, '$metadata'), 'httpStatusCode')),
  };
}

function textAt(value: unknown, name: string): string | undefined {
  const text = valueAt(value, name);
  return typeof text === 'string' ? text : undefined;
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
