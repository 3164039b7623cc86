import { queueNameOfArn } from '../arn.ts';
import type { EmulatorContext } from '../emulator-context.ts';
import { parseFilterPolicy } from './filter-policy/parse-filter-policy.ts';
import { invalidParameter } from './sns-error.ts';

type Attributes = Readonly<Record<string, string>>;

/** Refuses what SNS refuses, and what local mode would take and then not do. */
export function checkSubscriptionAttributes(context: EmulatorContext, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) checkAttribute(context, name, value);
}

function checkAttribute(context: EmulatorContext, name: string, value: string): void {
  switch (name) {
    case 'RawMessageDelivery':
      if (value !== 'true' && value !== 'false') throw invalidParameter('RawMessageDelivery must be true or false');
      return;
    case 'FilterPolicy':
      if (value !== '') parseFilterPolicy(value);
      return;
    case 'FilterPolicyScope':
      if (value === 'MessageAttributes') return;
      throw invalidParameter(
        'FilterPolicyScope: local mode filters on MessageAttributes only, not on the message body',
      );
    case 'RedrivePolicy':
      if (value !== '') checkRedrivePolicy(context, value);
      return;
    default:
      throw invalidParameter(`Attributes: local mode does not have the subscription attribute ${name}`);
  }
}

function checkRedrivePolicy(context: EmulatorContext, value: string): void {
  if (redriveQueueName(context, value) !== undefined) return;
  throw invalidParameter(
    'RedrivePolicy: deadLetterTargetArn must be the ARN of an SQS queue in this account and Region',
  );
}

/** The name of the queue that takes what cannot be delivered. The queue itself need not exist. */
export function redriveQueueName(context: EmulatorContext, redrivePolicy: string): string | undefined {
  try {
    const policy: unknown = JSON.parse(redrivePolicy);
    const isNamed = typeof policy === 'object' && policy !== null && 'deadLetterTargetArn' in policy;
    return isNamed ? queueNameOfArn(context, String(policy.deadLetterTargetArn)) : undefined;
  } catch (error) {
    throw invalidParameter(`RedrivePolicy: failed to parse JSON. ${String(error)}`);
  }
}
