import type { EmulatorContext } from '../../emulator-context.ts';
import { DynamodbError } from '../dynamodb-error.ts';
import { optionalString, optionalWord, type DynamodbInput } from '../dynamodb-input.ts';
import { parseCondition, type Condition } from '../expressions/condition.ts';
import type { Expression } from '../expressions/expression.ts';
import { isMet } from '../expressions/is-met.ts';
import type { Path } from '../expressions/path.ts';
import type { Scope } from '../expressions/scope.ts';
import type { Item } from '../values/attribute-value.ts';
import type { ItemPlace, StoredItem } from './item-place.ts';

export interface Written {
  readonly before?: Item | undefined;
  readonly after?: Item | undefined;
  /** What an update has touched. */
  readonly paths?: readonly Path[];
  readonly bytes: number;
  /** Unless nothing is there any more, or nothing was written. */
  readonly stored?: StoredItem;
}

/** One write that was read and is well formed; only what is stored can still refuse it. */
export interface PlannedWrite {
  readonly place: ItemPlace;
  /** @throws {DynamodbError} when its condition is not met, or the item does not become one that can be stored */
  write(context: EmulatorContext): Written;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
export const ITEM_BYTES_MAX = 400 * 1024;

export function readCondition(input: DynamodbInput): Expression<Condition> | undefined {
  const text = optionalString(input, 'ConditionExpression');
  return text === undefined ? undefined : parseCondition('ConditionExpression', text);
}

/** Gives the check of what is stored, which throws. */
export function conditionCheck(input: DynamodbInput, condition: Expression<Condition> | undefined, scope: Scope) {
  const shown = optionalWord(input, 'ReturnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE']);
  return (stored: StoredItem | undefined): void => {
    if (condition === undefined || isMet(condition.tree, stored?.item ?? {}, scope)) return;
    throw new DynamodbError('ConditionalCheckFailedException', 'The conditional request failed', {
      ...(shown === 'ALL_OLD' && stored && { Item: stored.item }),
    });
  };
}

/** The parameters that every conditional write has. */
export const CONDITIONAL_PARAMETERS = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
] as const;
