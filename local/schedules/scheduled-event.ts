import { randomUUID } from 'node:crypto';

export interface EventOrigin {
  readonly accountId: string;
  readonly region: string;
  /** Of the rule or schedule that has come due. */
  readonly arn: string;
}

/** What a rule sends that says nothing else: https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html */
export function ruleEvent(origin: EventOrigin, at: Date): string {
  return JSON.stringify({ ...eventOf(origin, at), source: 'aws.events', detail: {} });
}

/** The Scheduler's own default differs from a rule's in two fields; its detail really is text. */
export function schedulerEvent(origin: EventOrigin, at: Date): string {
  return JSON.stringify({ ...eventOf(origin, at), source: 'aws.scheduler', detail: '{}' });
}

function eventOf({ accountId, region, arn }: EventOrigin, at: Date) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    account: accountId,
    // EventBridge knows whole seconds only.
    time: `${at.toISOString().slice(0, 19)}Z`,
    region,
    resources: [arn],
  };
}
