import {
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type CancellationReason,
  type DynamoDBClient,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import pMap from 'p-map';
import { isDeepStrictEqual } from 'node:util';
import { packWithin } from '../messages/pack-within.ts';
import type { Ids, Revision, Table, TableChange } from '../ports.ts';

export interface ChangePorts {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly ids: Ids;
  readonly getMany: Table['getMany'];
}

/** A change that is under way, and what its item is to be called from then on. */
interface NamedChange {
  readonly change: TableChange;
  readonly revision: Revision;
}

type Outcome = Revision | 'conflict' | Error;
type Verdict = 'written' | 'refused' | 'again' | Error;
type Outcomes = Map<NamedChange, Outcome>;

/** Of one call, and of the items that it touches: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const CALL_LIMITS = { countMax: 100, bytesMax: 4_000_000 };
/** What an item has besides what is ours to see: the name and the value of its revision. */
const REVISION_BYTES = 100;
/** Calls under way at once: enough to hide their latency, few enough for the client's 50 sockets. */
const CALLS_AT_ONCE = 8;
/** Whoever holds an item up is done within a call or two. */
const PASSING_TRIES_MAX = 4;
/** What holds no longer than another's call: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html */
const PASSING_CODES: ReadonlySet<string | undefined> = new Set([
  'TransactionConflict',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
]);

/**
 * A transaction is the one call that takes many conditional writes (with the right to dynamodb:UpdateItem); nothing here
 * needs its items to change together.
 */
export function createChangeItems({ client, tableName, ids, getMany }: ChangePorts): Table['changeAll'] {
  const changeSome = async (changes: readonly NamedChange[]): Promise<Outcomes> => {
    const outcomes: Outcomes = new Map();
    let refused: readonly NamedChange[] = [];
    let left = changes;
    for (let tries = 1; left.length > 0; tries += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the next call depends on what this one was refused for
      const verdicts = await send(left, tries);
      for (const [one, verdict] of verdicts) {
        if (verdict === 'written') outcomes.set(one, one.revision);
        if (verdict instanceof Error) outcomes.set(one, verdict);
      }
      refused = [...refused, ...left.filter((one) => verdicts.get(one) === 'refused')];
      left = left.filter((one) => verdicts.get(one) === 'again');
    }
    if (refused.length > 0) for (const [one, outcome] of await lookAt(refused)) outcomes.set(one, outcome);
    return outcomes;
  };

  const send = async (changes: readonly NamedChange[], tries: number): Promise<ReadonlyMap<NamedChange, Verdict>> => {
    try {
      const TransactItems = changes.map((one) => toUpdate(tableName, one));
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      return new Map(changes.map((one) => [one, 'written']));
    } catch (error) {
      const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
      if (reasons?.length !== changes.length) return new Map(changes.map((one) => [one, asError(error)]));
      return new Map(changes.map((one, index) => [one, verdictOf(reasons[index], tries)]));
    }
  };

  /** The call's token makes repeating it harmless for ten minutes only; then a write is refused for its own sake. */
  const lookAt = async (refused: readonly NamedChange[]): Promise<Outcomes> => {
    try {
      const stored = await getMany(refused.map(({ change }) => change.after.id));
      const isWritten = ({ change, revision }: NamedChange) => stored.get(change.after.id)?.revision === revision;
      return new Map(refused.map((one) => [one, isWritten(one) ? one.revision : 'conflict']));
    } catch (error) {
      return new Map(refused.map((one) => [one, asError(error)]));
    }
  };

  return async (changes) => {
    const named = changes.map((change) => ({ change, revision: ids.unique() }));
    const outcomes: Outcomes = new Map();
    for (const round of toRounds(named)) {
      const calls = packWithin(round, ({ change }) => bytesOf(change), CALL_LIMITS);
      // oxlint-disable-next-line no-await-in-loop -- a second change of the same item comes behind the first
      const settled = await pMap(calls, changeSome, { concurrency: CALLS_AT_ONCE });
      for (const some of settled) for (const [one, outcome] of some) outcomes.set(one, outcome);
    }
    return named.map((one) => outcomes.get(one) ?? new Error('DynamoDB told nothing of this change'));
  };
}

function verdictOf({ Code: code, Message: message = '' }: CancellationReason = {}, tries: number): Verdict {
  if (code === 'ConditionalCheckFailed') return 'refused';
  // Nothing was wrong with it: its neighbours kept it from being written.
  if (code === 'None') return 'again';
  if (PASSING_CODES.has(code) && tries < PASSING_TRIES_MAX) return 'again';
  return new Error(`DynamoDB: ${code} ${message}`);
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** No item twice in one call, which DynamoDB refuses as a whole; there is nearly always one round. */
function toRounds(changes: readonly NamedChange[]): readonly (readonly NamedChange[])[] {
  const rounds: NamedChange[][] = [];
  const seen = new Map<string, number>();
  for (const one of changes) {
    const { id } = one.change.after;
    const round = seen.get(id) ?? 0;
    seen.set(id, round + 1);
    (rounds[round] ??= []).push(one);
  }
  return rounds;
}

/** An item is never larger than its JSON. */
const bytesOf = ({ after }: TableChange) => Buffer.byteLength(JSON.stringify(after)) + REVISION_BYTES;

function toUpdate(tableName: string, { change, revision }: NamedChange): TransactWriteItem {
  const { before, after, expected } = change;
  const old: Readonly<Record<string, unknown>> = { ...before };
  const set = Object.entries(after).filter(([name, value]) => value !== undefined && !isSame(old[name], value));
  const left: Readonly<Record<string, unknown>> = { ...after };
  const gone = Object.keys(old).filter((name) => old[name] !== undefined && left[name] === undefined);
  const values: Record<string, unknown> = { ':revision': revision, ':expected': expected };
  set.forEach(([, value], index) => (values[`:${index}`] = value));
  return {
    Update: {
      TableName: tableName,
      Key: { id: { S: after.id } },
      ConditionExpression: 'revision = :expected',
      ...expressionOf(
        set.map(([name]) => name),
        gone,
      ),
      ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }),
    },
  };
}

const isSame = (one: unknown, other: unknown) => one === other || isDeepStrictEqual(one, other);

/** @param gone come behind those that are set */
function expressionOf(set: readonly string[], gone: readonly string[]) {
  const names = [...set, ...gone];
  const changed = set.map((_, index) => `#${index} = :${index}`);
  const removed = gone.map((_, index) => `#${set.length + index}`);
  return {
    UpdateExpression: [
      `SET ${['revision = :revision', ...changed].join(', ')}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
    ].join(' '),
    ...(names.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
    }),
  };
}
