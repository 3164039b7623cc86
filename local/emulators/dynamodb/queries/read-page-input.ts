import type { EmulatorContext } from '../../emulator-context.ts';
import { invalid, invalidValue } from '../dynamodb-error.ts';
import { optionalBoolean, optionalCount, optionalString, optionalWord, type DynamodbInput } from '../dynamodb-input.ts';
import { parseCondition } from '../expressions/condition.ts';
import { isMet } from '../expressions/is-met.ts';
import { parseProjection, project, projectedPaths } from '../expressions/projection.ts';
import { readScope, type Scope } from '../expressions/scope.ts';
import { requireIndex, requireTable } from '../tables/find-table.ts';
import { keyNames, type Table, type TableIndex } from '../tables/table.ts';
import { attributeOf, typeOf, type Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-attribute-value.ts';
import { checkFilter } from './check-filter.ts';
import { keyRange } from './key-range.ts';
import type { Page, PageQuery } from './read-page.ts';

/** The parameters that Query and Scan share. */
export const PAGE_PARAMETERS = [
  'TableName',
  'IndexName',
  'ConsistentRead',
  'ExclusiveStartKey',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'FilterExpression',
  'Limit',
  'ProjectionExpression',
  'Select',
] as const;

const SELECTS = ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'COUNT', 'SPECIFIC_ATTRIBUTES'] as const;

/** @returns the query, and how its page is answered */
export function readPageInput(context: EmulatorContext, input: DynamodbInput) {
  const table = requireTable(context, input);
  const indexName = optionalString(input, 'IndexName');
  const index = indexName === undefined ? undefined : requireIndex(table, indexName);
  if (index && optionalBoolean(input, 'ConsistentRead')) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  const expressionOf = (name: 'FilterExpression' | 'KeyConditionExpression') => {
    const text = optionalString(input, name);
    return text === undefined ? undefined : parseCondition(name, text);
  };
  const [condition, filter] = [expressionOf('KeyConditionExpression'), expressionOf('FilterExpression')];
  const projection = optionalString(input, 'ProjectionExpression');
  const shown = projection === undefined ? undefined : parseProjection('ProjectionExpression', projection);
  const scope = readScope(input, [condition, filter, shown]);
  const keys = index?.keys ?? table.keys;
  if (condition && filter) checkFilter(filter.tree, keys, scope);
  const range = condition && keyRange(condition.tree, keys, table.keyTypes, scope);
  const query: PageQuery = {
    table,
    index,
    range,
    isReversed: optionalBoolean(input, 'ScanIndexForward') === false,
    after: readStart(input, { table, index }),
    limit: optionalCount(input, 'Limit') ?? Infinity,
    isShown: filter && ((item) => isMet(filter.tree, item, scope)),
    isCounted: readSelect(input, index) === 'COUNT',
  };
  const paths = shown && readPaths(shown.tree, scope, index);
  return {
    query,
    answer: (page: Page) => answer(page, query, paths ? (item) => project(item, paths) : (item) => item),
  };
}

function answer({ items, count, scanned, last }: Page, { isCounted }: PageQuery, shownOf: (item: Item) => Item) {
  return {
    ...(!isCounted && { Items: items.map(shownOf) }),
    Count: count,
    ScannedCount: scanned,
    ...(last && { LastEvaluatedKey: last }),
  };
}

function readSelect(input: DynamodbInput, index: TableIndex | undefined) {
  const select = optionalWord(input, 'Select', SELECTS);
  if (select === 'ALL_ATTRIBUTES' && index && index.holds !== 'all') {
    const why = 'because its projection type is not ALL';
    throw invalidValue(`Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} ${why}`);
  }
  if (select !== undefined && select !== 'SPECIFIC_ATTRIBUTES' && input['ProjectionExpression'] !== undefined) {
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
  return select;
}

function readPaths(paths: Parameters<typeof projectedPaths>[0], scope: Scope, index: TableIndex | undefined) {
  const resolved = projectedPaths(paths, scope);
  const missing = resolved
    .map(([first]) => String(first))
    .filter((name) => index && index.holds !== 'all' && !index.holds.has(name));
  if (missing.length > 0) {
    throw invalidValue(`Global secondary index ${index?.name} does not project [${missing.join(', ')}]`);
  }
  return resolved;
}

function readStart(
  input: DynamodbInput,
  { table, index }: { readonly table: Table; readonly index: TableIndex | undefined },
): Item | undefined {
  if (input['ExclusiveStartKey'] === undefined || input['ExclusiveStartKey'] === null) return undefined;
  const start = readItem(input['ExclusiveStartKey']);
  const names = new Set([...keyNames(table.keys), ...(index ? keyNames(index.keys) : [])]);
  const isWhole = [...names].every((name) => {
    const value = attributeOf(start, name);
    return value !== undefined && typeOf(value) === table.keyTypes.get(name);
  });
  if (!isWhole || Object.keys(start).length > names.size) throw invalid('The provided starting key is invalid');
  return start;
}
