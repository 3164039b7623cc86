import { queueNameOfArn } from '../../arn.ts';
import type { EmulatorContext } from '../../emulator-context.ts';
import { invalidParameter } from '../sqs-error.ts';
import type { Queue } from './find-queue.ts';
import { findQueueByName } from './find-queue.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { parseJson } from './queue-attributes.ts';

// AWS's bounds: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
const maxReceiveCountMax = 1000;
const sourceQueueArnsMax = 10;

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** The queue's redrive policy; it was checked when it was set. */
export function redrivePolicy(attributes: QueueAttributes): RedrivePolicy | undefined {
  const policy = parseJson(attributes['RedrivePolicy'] ?? '');
  if (!policy) return undefined;
  return {
    deadLetterTargetArn: String(policy['deadLetterTargetArn']),
    maxReceiveCount: Number(policy['maxReceiveCount']),
  };
}

/** Refuses a policy whose dead-letter queue is missing, is the queue itself, or does not let this queue use it. */
export function checkRedrivePolicy(context: EmulatorContext, queueArn: string, attributes: QueueAttributes): void {
  const text = attributes['RedrivePolicy'] ?? '';
  const policy = parseJson(text);
  if (!policy) return;
  const refuse = (reason: string) => invalidParameter('RedrivePolicy', text, reason);
  for (const member of ['deadLetterTargetArn', 'maxReceiveCount']) {
    if (policy[member] === undefined) throw refuse(`Redrive policy does not contain mandatory attribute: ${member}.`);
  }
  const count = Number(policy['maxReceiveCount']);
  if (!Number.isInteger(count) || count < 1 || count > maxReceiveCountMax) {
    throw refuse(`Invalid value for maxReceiveCount, it must be 1 to ${maxReceiveCountMax}.`);
  }
  const name = queueNameOfArn(context, String(policy['deadLetterTargetArn']));
  const target = name === undefined ? undefined : findQueueByName(context, name);
  if (!target) throw refuse('Dead letter target does not exist.');
  if (target.arn === queueArn) throw refuse('A queue cannot be its own dead letter target.');
  if (!allowsSource(target, queueArn)) {
    throw refuse(`The RedriveAllowPolicy of ${target.name} does not allow this queue to use it.`);
  }
}

function allowsSource(deadLetterQueue: Queue, sourceArn: string): boolean {
  const policy = parseJson(deadLetterQueue.attributes['RedriveAllowPolicy'] ?? '');
  if (!policy || policy['redrivePermission'] === 'allowAll') return true;
  return policy['redrivePermission'] === 'byQueue' && arnList(policy['sourceQueueArns']).includes(sourceArn);
}

/** Checks the shape only: the source queues it names may be created later. */
export function checkRedriveAllowPolicy(attributes: QueueAttributes): void {
  const text = attributes['RedriveAllowPolicy'] ?? '';
  const policy = parseJson(text);
  if (!policy) return;
  const refuse = (reason: string) => invalidParameter('RedriveAllowPolicy', text, reason);
  const permission = policy['redrivePermission'];
  if (permission !== 'allowAll' && permission !== 'denyAll' && permission !== 'byQueue') {
    throw refuse('redrivePermission must be allowAll, denyAll or byQueue.');
  }
  const sources = arnList(policy['sourceQueueArns']);
  if (permission !== 'byQueue' && sources.length > 0) throw refuse('sourceQueueArns goes with byQueue only.');
  if (permission === 'byQueue' && (sources.length === 0 || sources.length > sourceQueueArnsMax)) {
    throw refuse(`byQueue needs 1 to ${sourceQueueArnsMax} sourceQueueArns.`);
  }
}

function arnList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
