import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

export interface EmulatorClients {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  close(): void;
}

/** Clients that know the emulators and nothing else: the endpoint and the keys are given, so no profile is read. */
export function createEmulatorClients(awsUrl: string, region: string): EmulatorClients {
  const settings = { endpoint: awsUrl, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const sqs = new SQSClient(settings);
  const sns = new SNSClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(settings);
  return {
    sqs,
    sns,
    s3,
    dynamodb,
    close() {
      for (const client of [sqs, sns, s3, dynamodb]) client.destroy();
    },
  };
}
