import { createHash } from 'node:crypto';
import type { EmulatorContext } from '../../emulator-context.ts';
import { DynamodbError, invalid } from '../dynamodb-error.ts';
import { isRecord, optionalString, recordList, refuseOthers, type DynamodbInput } from '../dynamodb-input.ts';
import { checkDistinct } from '../items/check-distinct.ts';
import { planConditionCheck, planDelete } from '../items/plan-delete.ts';
import { planPut } from '../items/plan-put.ts';
import { planUpdate } from '../items/plan-update.ts';
import { CONDITIONAL_PARAMETERS, type PlannedWrite } from '../items/planned-write.ts';
import type { ItemPlace, StoredItem } from '../items/item-place.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
const WRITES_MAX = 100;
const BYTES_MAX = 4 * 1024 * 1024;
const TOKEN_LENGTH_MAX = 36;
const TOKEN_MS = 600_000;

type Plan = (context: EmulatorContext, input: DynamodbInput) => PlannedWrite;

/** What lies there once all is committed. */
type Placed = readonly [ItemPlace, StoredItem];

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

export function transactWriteItems(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['TransactItems', 'ClientRequestToken']);
  const items = recordList(input, 'TransactItems');
  if (items.length === 0 || items.length > WRITES_MAX) {
    throw invalid(
      `Member must have length less than or equal to ${WRITES_MAX}, and at least 1: it has ${items.length}`,
    );
  }
  const planned = items.map((item) => plan(context, item));
  checkDistinct(planned, 'Transaction request cannot include multiple operations on one item');
  const token = optionalString(input, 'ClientRequestToken');
  const kept = context.database.transaction(() =>
    token !== undefined && isRepeated(context, token, items) ? [] : writeAll(context, planned),
  );
  for (const [place, stored] of kept) context.items.keep(place, stored);
  return {};
}

const plans: Readonly<Record<string, readonly [Plan, readonly string[]]>> = {
  ConditionCheck: [planConditionCheck, ['Key']],
  Delete: [planDelete, ['Key']],
  Put: [planPut, ['Item']],
  Update: [planUpdate, ['Key', 'UpdateExpression']],
};

function plan(context: EmulatorContext, item: DynamodbInput): PlannedWrite {
  const [entry, ...more] = Object.entries(item).filter(([, value]) => value !== undefined && value !== null);
  const [name = '', write] = entry ?? [];
  const known = Object.hasOwn(plans, name) ? plans[name] : undefined;
  if (!known || !isRecord(write) || more.length > 0) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const [planOne, parameters] = known;
  refuseOthers(write, [...CONDITIONAL_PARAMETERS, ...parameters]);
  return planOne(context, write);
}

/** @throws {DynamodbError} with a reason for each write when one of them cannot be; then none is. */
function writeAll(context: EmulatorContext, planned: readonly PlannedWrite[]): readonly Placed[] {
  let bytes = 0;
  const kept: Placed[] = [];
  const reasons = planned.map((one): Reason => {
    try {
      const written = one.write(context);
      bytes += written.bytes;
      if (written.stored) kept.push([one.place, written.stored]);
      return { Code: 'None' };
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (bytes > BYTES_MAX) throw invalid('The aggregate size of the items in the transaction exceeds 4 MB');
  const codes = reasons.map(({ Code }) => Code);
  if (codes.every((code) => code === 'None')) return kept;
  throw new DynamodbError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { CancellationReasons: reasons },
  );
}

function reasonOf(error: unknown): Reason {
  if (!(error instanceof DynamodbError)) throw error;
  const Code = error.name === 'ConditionalCheckFailedException' ? 'ConditionalCheckFailed' : 'ValidationError';
  return { Code, Message: error.message, ...error.fields };
}

/** For ten minutes the same token means the same call, which is carried out once. */
function isRepeated({ database, now }: EmulatorContext, token: string, items: readonly DynamodbInput[]): boolean {
  if (token === '' || token.length > TOKEN_LENGTH_MAX) throw invalid('ClientRequestToken must have 1 to 36 characters');
  const hash = createHash('sha256').update(JSON.stringify(items)).digest('hex');
  database.run('DELETE FROM transaction_tokens WHERE written_at <= ?', now() - TOKEN_MS);
  const sql = 'SELECT hash FROM transaction_tokens WHERE token = ?';
  const known = database.get<{ readonly hash: string }>(sql, token);
  if (known && known.hash !== hash) {
    throw new DynamodbError(
      'IdempotentParameterMismatchException',
      'The provided client token and request parameters do not match a previous request',
    );
  }
  if (!known) {
    database.run('INSERT INTO transaction_tokens (token, hash, written_at) VALUES (?, ?, ?)', token, hash, now());
  }
  return known !== undefined;
}
