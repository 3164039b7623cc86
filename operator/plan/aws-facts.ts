import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';

/** The one dated file of prices and quotas. */
const FILE = join(import.meta.dirname, 'data', 'aws-2026-11.json');

const price = v.object({ dollars: v.number(), per: v.string(), source: v.string() });
const quota = v.object({ value: v.number(), unit: v.string(), source: v.string() });

const awsFactsSchema = v.object({
  date: v.string(),
  note: v.string(),
  prices: v.object({
    httpApiRequest: price,
    httpApiRequestAbove300M: price,
    lambdaRequest: price,
    lambdaGbSecond: price,
    lambdaPollerHour: price,
    sqsRequest: price,
    sqsFairMessage: price,
    snsPublish: price,
    dynamodbWriteUnit: price,
    dynamodbReadUnit: price,
    dynamodbGbMonth: price,
    dynamodbRecoveryGbMonth: price,
    s3Put: price,
    s3Get: price,
    s3GbMonth: price,
    logGb: price,
    metricMonth: price,
    alarmMonth: price,
    compositeAlarmMonth: price,
    dashboardMonth: price,
    kmsRequest: price,
    kmsKeyMonth: price,
  }),
  quotas: v.object({
    apiRequestsPerSecond: quota,
    apiBurst: quota,
    accountConcurrency: quota,
    requestsPerEnvironmentSecond: quota,
    environmentsPerSecond: quota,
    mappingConcurrencyAtFirst: quota,
    mappingConcurrencyPerSecond: quota,
    mappingConcurrencyMax: quota,
    pollerMessagesPerSecond: quota,
    pollerConcurrency: quota,
    pollerKilobytesPerSecond: quota,
    queueInFlight: quota,
    newTableWritesPerSecond: quota,
    tableWritesPerSecond: quota,
    prefixPutsPerSecond: quota,
  }),
  regions: v.object({
    known: v.array(v.string()),
    knownSource: v.string(),
    apiSmallPerSecond: v.number(),
    apiSmallBurst: v.number(),
    apiLarge: v.array(v.string()),
    apiSource: v.string(),
    snsMessagesPerSecond: v.record(v.string(), v.number()),
    snsElsewherePerSecond: v.number(),
    snsSource: v.string(),
  }),
});

export type AwsFacts = v.InferOutput<typeof awsFactsSchema>;
export type PriceName = keyof AwsFacts['prices'];
/** In dollars. */
export type Prices = Readonly<Record<PriceName, number>>;
export type Quotas = Readonly<Record<keyof AwsFacts['quotas'] | 'snsMessagesPerSecond', number>>;

export const readAwsFacts = (): AwsFacts => v.parse(awsFactsSchema, JSON.parse(readFileSync(FILE, 'utf8')));

const numbers = <Name extends string, One>(entries: Readonly<Record<Name, One>>, of: (one: One) => number) => {
  const found: Partial<Record<Name, number>> = {};
  for (const name in entries) found[name] = of(entries[name]);
  // Every key of the entries has just been given its number.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loop above is the check
  return found as Record<Name, number>;
};

export const pricesOf = ({ prices }: AwsFacts): Prices => numbers(prices, ({ dollars }) => dollars);

/** @throws {CommandError} for a name that no Region has: its quotas would be those of the smallest. */
export function checkRegion({ regions }: AwsFacts, region: string): void {
  if (regions.known.includes(region)) return;
  throw new CommandError(
    exitCode.wrongUsage,
    `--region: AWS has no Region ${JSON.stringify(region)} that is known here; known are ${regions.known.join(', ')}.`,
  );
}

/** Quotas differ by Region; prices of other Regions are not known here. */
export function quotasOf({ quotas, regions }: AwsFacts, region: string): Quotas {
  const values = numbers(quotas, ({ value }) => value);
  const isLarge = regions.apiLarge.includes(region);
  return {
    ...values,
    ...(!isLarge && { apiRequestsPerSecond: regions.apiSmallPerSecond, apiBurst: regions.apiSmallBurst }),
    snsMessagesPerSecond: regions.snsMessagesPerSecond[region] ?? regions.snsElsewherePerSecond,
  };
}
