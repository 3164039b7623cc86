import type { Random } from '#shared/ports.ts';
import type { Happening } from '../history.ts';
import type { Troubles } from '../engine/troubles.ts';
import type { Topology } from '../pipeline/topology.ts';
import { moneyWebhooks, type Money } from './money-webhooks.ts';
import { countingMeter, githubPush, groupingArray, slackMention, standardContact } from './plain-webhooks.ts';
import type { Payment, PlannedWebhook } from './planned-webhook.ts';
import type { SourceName } from './simulated-sources.ts';

export interface WebhookPlan {
  readonly webhooks: readonly PlannedWebhook[];
  readonly happenings: readonly Happening[];
  readonly payments: readonly Payment[];
}

export interface PlanOptions {
  readonly deliveries: number;
  readonly startMs: number;
  readonly random: Random;
  readonly troubles: Troubles;
  readonly topology: Topology;
}

const POISON_CHANCE = 0.04;
const TOLD_TWICE_CHANCE = 0.6;
const ELEMENTS_MAX = 6;

/** What will be posted in one run. About a fifth of it is money, as on the bill that the design is reckoned with. */
export function planWebhooks({ deliveries, startMs, random, troubles, topology }: PlanOptions): WebhookPlan {
  const webhooks: PlannedWebhook[] = [];
  const happenings: Happening[] = [];
  const payments: Payment[] = [];
  const happeningOf = (source: SourceName, senderEventId: string, type: string, isPoison = false): Happening => {
    const workers = workersFor(type, topology);
    const poisonFor = isPoison ? ['ledger'] : [];
    const happening = { source, senderEventId, type, workers, poisonFor, accepted: false, told: [] };
    happenings.push(happening);
    return happening;
  };
  // Senders of one kind count each for itself: the same id of two of them names two events.
  const unshared: number[] = [];
  const eventIndexOf = (source: SourceName, index: number): number => {
    if (source === 'stripe') unshared.push(index);
    return source === 'stripe-eu' ? (unshared.pop() ?? index) : index;
  };
  const planMoney = (index: number): Money => {
    const source = random.fraction() < 0.6 ? 'stripe' : random.fraction() < 0.5 ? 'stripe-eu' : 'shopify';
    return moneyWebhooks({
      source,
      index,
      eventIndex: eventIndexOf(source, index),
      amountMinor: 1 + Math.floor(random.fraction() * 1_000_000),
      createdAt: Math.floor(startMs / 1000) + index,
      isToldTwice: random.fraction() < TOLD_TWICE_CHANCE,
      isPoison: troubles.strikes('poison', POISON_CHANCE),
      happening: happeningOf,
    });
  };
  const planPlain = (index: number): PlannedWebhook => {
    const choice = random.fraction();
    if (choice < 0.25) return githubPush(index, happeningOf);
    if (choice < 0.45) return slackMention(index, happeningOf);
    if (choice < 0.65) return standardContact(index, happeningOf);
    if (choice < 0.85) return countingMeter(index, happeningOf);
    return groupingArray(index, 1 + Math.floor(random.fraction() * ELEMENTS_MAX), happeningOf);
  };
  while (webhooks.length < deliveries) {
    const index = webhooks.length;
    if (random.fraction() < MONEY_SHARE) {
      const { webhooks: told, payment } = planMoney(index);
      webhooks.push(...told);
      if (payment) payments.push(payment);
    } else webhooks.push(planPlain(index));
  }
  return { webhooks, happenings, payments };
}

/** A payment is 1.5 webhooks on average. */
const MONEY_SHARE = 0.15;

/** By the subscriptions of the template. */
function workersFor(type: string, { subscriptions }: Topology): readonly string[] {
  return subscriptions
    .filter(({ filterPolicy: { source } }) => !namesSources(source))
    .filter(({ filterPolicy: { type: wanted } }) => !Array.isArray(wanted) || wanted.some((one) => matches(one, type)))
    .map(({ queue }) => queue);
}

/** No source of the simulation is named by a row. */
const namesSources = (source: unknown) => Array.isArray(source) && source.some((one) => typeof one === 'string');

function matches(matcher: unknown, type: string): boolean {
  if (typeof matcher === 'string') return matcher === type;
  if (typeof matcher !== 'object' || matcher === null) return false;
  if ('prefix' in matcher) return type.startsWith(String(matcher.prefix));
  return 'exists' in matcher && matcher.exists === true;
}
