import { invalid } from '../dynamodb-error.ts';
import type { Condition } from '../expressions/condition.ts';
import type { Operand } from '../expressions/operand.ts';
import { resolvePath } from '../expressions/path.ts';
import type { Scope } from '../expressions/scope.ts';
import { keyNames, type Keys } from '../tables/table.ts';

/** @throws {DynamodbError} for a filter on a key, which belongs into the key condition */
export function checkFilter(filter: Condition, keys: Keys, scope: Scope): void {
  for (const operand of operandsOf(filter)) {
    const [name] = operand.type === 'value' ? [] : resolvePath(operand.path, scope);
    if (typeof name === 'string' && keyNames(keys).includes(name)) {
      const what = 'Filter Expression can only contain non-primary key attributes: Primary key attribute';
      throw invalid(`${what}: ${name}`);
    }
  }
}

function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.type) {
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
    case 'not':
      return operandsOf(condition.condition);
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.operand, condition.low, condition.high];
    case 'in':
      return [condition.operand, ...condition.list];
    case 'call':
    default:
      return condition.operands;
  }
}
