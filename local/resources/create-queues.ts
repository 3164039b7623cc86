import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueAttributeName,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueProperties, Resource } from '../template/read-pipeline.ts';

// What CloudFormation sets when the template is silent; stated, so that a property that left the template goes back.
const defaults = {
  DelaySeconds: 0,
  MaximumMessageSize: 1_048_576,
  MessageRetentionPeriod: 345_600,
  ReceiveMessageWaitTimeSeconds: 0,
  VisibilityTimeout: 30,
};

/** Creates or updates the queues. Answers with the URL of each, by queue name. */
export async function createQueues(sqs: SQSClient, queues: readonly Resource<QueueProperties>[]) {
  const urls = new Map<string, string>();
  for (const { name, properties } of queues) {
    urls.set(name, await ensureQueue(sqs, name, properties));
  }
  // A redrive policy names its target, and the target's own policy says who may: targets first, then those who name them.
  for (const { name, properties } of queues) await setPolicy(sqs, urls, name, 'RedriveAllowPolicy', properties);
  for (const { name, properties } of queues) await setPolicy(sqs, urls, name, 'RedrivePolicy', properties);
  return urls;
}

async function ensureQueue(sqs: SQSClient, name: string, properties: QueueProperties): Promise<string> {
  const { RedrivePolicy: _redrive, RedriveAllowPolicy: _allow, ...given } = properties;
  const stated = Object.entries({ ...defaults, ...withoutUndefined(given) });
  const attributes = Object.fromEntries(stated.map(([attribute, value]) => [attribute, String(value)]));
  const existing = await findQueue(sqs, name);
  if (existing !== undefined) {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: existing, Attributes: attributes }));
    return existing;
  }
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  if (QueueUrl === undefined) throw new Error(`The emulator created ${name} and gave no URL.`);
  return QueueUrl;
}

async function findQueue(sqs: SQSClient, name: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

async function setPolicy(
  sqs: SQSClient,
  urls: ReadonlyMap<string, string>,
  name: string,
  policy: 'RedrivePolicy' | 'RedriveAllowPolicy',
  properties: QueueProperties,
): Promise<void> {
  const QueueUrl = urls.get(name);
  const wanted = properties[policy] === undefined ? '' : JSON.stringify(properties[policy]);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [QueueAttributeName[policy]] }),
  );
  if ((Attributes?.[policy] ?? '') === wanted) return;
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [policy]: wanted } }));
}

function withoutUndefined<Value>(values: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
