import { paginateListTables } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { paginateListSubscriptions, paginateListTopics } from '@aws-sdk/client-sns';
import { paginateListQueues } from '@aws-sdk/client-sqs';
import type { Pipeline } from '../template/read-pipeline.ts';
import type { EmulatorClients } from './emulator-clients.ts';

/** Names what the emulators hold and the template does not, each as "kind name". */
export async function findLeftOvers(clients: EmulatorClients, pipeline: Pipeline): Promise<string[]> {
  const wantedSubscriptions = pipeline.subscriptions.map(({ properties }) => properties);
  const leftSubscriptions: string[] = [];
  for await (const page of paginateListSubscriptions({ client: clients.sns }, {})) {
    for (const { TopicArn, Endpoint } of page.Subscriptions ?? []) {
      const wanted = wantedSubscriptions.some((one) => one.TopicArn === TopicArn && one.Endpoint === Endpoint);
      if (!wanted) leftSubscriptions.push(`subscription ${lastPart(TopicArn)} → ${lastPart(Endpoint)}`);
    }
  }
  const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
  return [
    ...unknown('queue', await queueNames(clients), pipeline.queues),
    ...unknown('topic', await topicNames(clients), pipeline.topics),
    ...leftSubscriptions,
    ...unknown(
      'bucket',
      Buckets.map(({ Name = '' }) => Name),
      pipeline.buckets,
    ),
    ...unknown('table', await tableNames(clients), pipeline.tables),
  ];
}

function unknown(kind: string, held: readonly string[], wanted: readonly { readonly name: string }[]): string[] {
  const names = new Set(wanted.map(({ name }) => name));
  return held.filter((name) => !names.has(name)).map((name) => `${kind} ${name}`);
}

async function queueNames({ sqs }: EmulatorClients): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListQueues({ client: sqs, pageSize: 1000 }, {})) {
    names.push(...(page.QueueUrls ?? []).map((url) => url.slice(url.lastIndexOf('/') + 1)));
  }
  return names;
}

async function topicNames({ sns }: EmulatorClients): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListTopics({ client: sns }, {})) {
    names.push(...(page.Topics ?? []).map(({ TopicArn }) => lastPart(TopicArn)));
  }
  return names;
}

async function tableNames({ dynamodb }: EmulatorClients): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListTables({ client: dynamodb }, {})) names.push(...(page.TableNames ?? []));
  return names;
}

function lastPart(arn = ''): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
