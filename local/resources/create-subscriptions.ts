import { isDeepStrictEqual } from 'node:util';
import {
  GetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { Resource, SubscriptionProperties } from '../template/read-pipeline.ts';

type Attributes = Readonly<Record<string, string>>;
const managed = ['RawMessageDelivery', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'] as const;

/** Subscribes what is missing, and subscribes anew what the template now words otherwise. */
export async function createSubscriptions(sns: SNSClient, subscriptions: readonly Resource<SubscriptionProperties>[]) {
  for (const { properties } of subscriptions) {
    const wanted = attributesOf(properties);
    const existing = await findSubscription(sns, properties);
    if (existing !== undefined) {
      const { Attributes: held = {} } = await sns.send(
        new GetSubscriptionAttributesCommand({ SubscriptionArn: existing }),
      );
      if (managed.every((name) => sameAttribute(name, held, wanted))) continue;
      await sns.send(new UnsubscribeCommand({ SubscriptionArn: existing }));
    }
    const { TopicArn, Protocol, Endpoint } = properties;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes: { ...wanted } }));
  }
}

async function findSubscription(sns: SNSClient, { TopicArn, Endpoint }: SubscriptionProperties) {
  for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn })) {
    const found = page.Subscriptions?.find((subscription) => subscription.Endpoint === Endpoint);
    if (found !== undefined) return found.SubscriptionArn;
  }
  return undefined;
}

function attributesOf(properties: SubscriptionProperties): Attributes {
  const { RawMessageDelivery, FilterPolicy, FilterPolicyScope, RedrivePolicy } = properties;
  return {
    ...(RawMessageDelivery === undefined ? {} : { RawMessageDelivery: String(RawMessageDelivery) }),
    ...(FilterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(FilterPolicy) }),
    ...(FilterPolicyScope === undefined ? {} : { FilterPolicyScope }),
    ...(RedrivePolicy === undefined ? {} : { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
  };
}

const silent: Attributes = { RawMessageDelivery: 'false', FilterPolicyScope: 'MessageAttributes' };

function sameAttribute(name: string, held: Attributes, wanted: Attributes): boolean {
  const [left, right] = [held, wanted].map((attributes) => attributes[name] ?? silent[name]);
  if (left === right) return true;
  if (left === undefined || right === undefined) return false;
  return name.endsWith('Policy') && isDeepStrictEqual(JSON.parse(left), JSON.parse(right));
}
