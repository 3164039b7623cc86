import type { RecordedInvocation } from '../../../local/functions/record-invocations.ts';
import type { Prices } from '../../../operator/plan/aws-facts.ts';
import type { Invoked } from '../../../operator/plan/design.ts';
import { priceCalls, type Calls } from '../../../operator/plan/price-calls.ts';
import type { CountedCall } from '../../pipelines/counted-call.ts';
import type { CountedRun } from '../../pipelines/counted-run.ts';

/** What is not counted but known or assumed, as the plan does. */
export interface Rates {
  readonly prices: Prices;
  /** Memory as packaged, and how long an invocation takes: assumed, because this machine is no Lambda. */
  readonly invoked: ReadonlyMap<string, Invoked>;
  /** Lambda's own lines of an invocation, and API Gateway's of a request. */
  readonly invocationLogKilobytes: number;
  readonly accessLogKilobytes: number;
  readonly isSendOfTopicBilled: boolean;
}

/** One line of the bill. */
export interface PricedLine {
  /** `api`, or the function that it is paid for. */
  readonly part: string;
  readonly what: string;
  readonly perWebhook: number;
  /** In dollars. */
  readonly perMillion: number;
}

export interface PricedRun {
  readonly lines: readonly PricedLine[];
  readonly logs: number;
  /** Without logs. */
  readonly callsAndLambda: number;
}

const MILLION = 1_000_000;
const KILOBYTE = 1024;
/** One receive or delete takes so many messages. */
const MESSAGES_PER_CALL = 10;

/** All that webhooks caused; what a clock causes (schedules, polls that bring nothing, copies read again) is no part of it. */
export function priceRun(run: CountedRun, rates: Rates): PricedRun {
  const webhookFunctions = run.invocations.filter(({ name }) => rates.invoked.has(name));
  const asked = run.calls.filter((call) => rates.invoked.has(call.by) && !isConfiguration(call));
  const billed: readonly Billed[] = [
    { part: 'api', service: 'apigateway', operation: 'requests', count: run.webhooks, bytes: run.bodyBytes },
    ...webhookFunctions.flatMap((invocation) => callsOfInvocation(invocation, rates)),
    ...asked.map(({ by, ...call }) => ({ ...call, part: by, count: 1 })),
  ];
  const perMillion = MILLION / run.webhooks;
  const lines = [...Map.groupBy(billed, ({ part, operation }) => `${part}: ${operation}`)].map(([what, calls]) => ({
    part: calls[0]?.part ?? '',
    what,
    perWebhook: calls.reduce((sum, { count }) => sum + count, 0) / run.webhooks,
    perMillion: perMillion * calls.reduce((sum, call) => sum + priceCalls(call, rates.prices), 0),
  }));
  const logBytes = bytesOfLogs(run, webhookFunctions.length, rates);
  return {
    lines,
    callsAndLambda: lines.reduce((sum, line) => sum + line.perMillion, 0),
    logs:
      perMillion * priceCalls({ service: 'logs', operation: 'PutLogEvents', count: 1, bytes: logBytes }, rates.prices),
  };
}

type Billed = Calls & { readonly part: string };

/** Read again by every environment once a minute, by the clock of this machine: the plan computes it for a rate. */
const isConfiguration = ({ service, key }: CountedCall): boolean => service === 's3' && key.includes('/config/');

/** The invocation itself, and what AWS does in its name to bring its messages. */
function callsOfInvocation({ name: part, messageBytes, grouped }: RecordedInvocation, rates: Rates): readonly Billed[] {
  const invoked = rates.invoked.get(part);
  const events = Math.max(1, messageBytes.length);
  const gbSeconds = invoked ? (invoked.durationMs(events) / 1000) * (invoked.memoryMegabytes / KILOBYTE) : 0;
  const isFromTopic = messageBytes.length > 0 && part !== 'dispatch' && rates.isSendOfTopicBilled;
  return [
    { part, service: 'lambda', operation: 'invocations and duration', count: 1, bytes: 0, gbSeconds },
    ...inTens(messageBytes).flatMap((bytes): readonly Billed[] => [
      { part, service: 'sqs', operation: 'receives', count: 1, bytes },
      { part, service: 'sqs', operation: 'deletes', count: 1, bytes: 0 },
    ]),
    ...(isFromTopic
      ? messageBytes.map((bytes, index): Billed => {
          const fairMessages = index < grouped ? 1 : 0;
          return { part, service: 'sqs', operation: 'SNS → SQS', count: 1, bytes, fairMessages };
        })
      : []),
  ];
}

/** @returns the bytes of each call that brings ten */
function inTens(messageBytes: readonly number[]): readonly number[] {
  return Array.from({ length: Math.ceil(messageBytes.length / MESSAGES_PER_CALL) }, (_, index) =>
    messageBytes
      .slice(index * MESSAGES_PER_CALL, (index + 1) * MESSAGES_PER_CALL)
      .reduce((sum, bytes) => sum + bytes, 0),
  );
}

function bytesOfLogs({ printedBytes, webhooks }: CountedRun, invocations: number, rates: Rates): number {
  const printed = [...printedBytes].filter(([name]) => rates.invoked.has(name));
  const ours = printed.reduce((sum, [, bytes]) => sum + bytes, 0);
  const theirs = invocations * rates.invocationLogKilobytes + webhooks * rates.accessLogKilobytes;
  return ours + theirs * KILOBYTE;
}
