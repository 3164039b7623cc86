import { type Prices } from '../aws-facts.ts';
import { priceCalls, type Calls } from '../price-calls.ts';

export const COST_STAGES = ['api', 'ingest', 'dispatch', 'workers', 'stores', 'logs', 'idle'] as const;
export const COST_SERVICES = ['API', 'Lambda', 'SQS+SNS', 'DynamoDB', 'S3', 'logs', 'standing'] as const;

/** One line of the bill, and how it is computed. */
export interface LineItem {
  readonly stage: (typeof COST_STAGES)[number];
  readonly service: (typeof COST_SERVICES)[number];
  readonly name: string;
  /** In words and figures, so that it can be computed again by hand. */
  readonly formula: string;
  readonly unitsPerWebhook: number;
  readonly dollarsPerMillion: number;
  /** Paid month by month for as long as it is kept. */
  readonly isKept?: true;
}

export const MILLION = 1_000_000;

/** A figure as it stands in a formula. */
export const figure = (value: number) => String(Number(value.toPrecision(3)));

const SERVICES = {
  apigateway: 'API',
  lambda: 'Lambda',
  sqs: 'SQS+SNS',
  sns: 'SQS+SNS',
  dynamodb: 'DynamoDB',
  s3: 'S3',
  logs: 'logs',
  kms: 'standing',
} as const;

interface PricedCalls extends Omit<Calls, 'count' | 'bytes' | 'fairMessages'> {
  readonly stage: LineItem['stage'];
  readonly name: string;
  readonly perWebhook: number;
  readonly kilobytes?: number;
  readonly isFair?: boolean;
  readonly formula: string;
}

/** Calls for each webhook, at their price. */
export function callsItem(calls: PricedCalls, prices: Prices): LineItem {
  const { stage, name, perWebhook, kilobytes = 0, isFair = false, formula, ...operation } = calls;
  const counted = {
    ...operation,
    count: perWebhook,
    bytes: kilobytes * 1024,
    ...(isFair && { fairMessages: perWebhook }),
  };
  return {
    stage,
    service: SERVICES[calls.service],
    name,
    formula,
    unitsPerWebhook: perWebhook,
    dollarsPerMillion: MILLION * priceCalls(counted, prices),
  };
}
