import type { EmulatorContext } from '../../emulator-context.ts';
import { invalid } from '../dynamodb-error.ts';
import { isRecord, recordList, refuseOthers, requiredRecord, type DynamodbInput } from '../dynamodb-input.ts';
import { readKey } from '../items/item-key.ts';
import { readProjected } from '../items/read-projected.ts';
import { checkDistinct } from '../items/check-distinct.ts';
import type { ItemPlace } from '../items/item-place.ts';
import { readStored } from '../items/stored-item.ts';
import { requireTableByName } from '../tables/find-table.ts';
import type { Item } from '../values/attribute-value.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
const KEYS_MAX = 100;
const BYTES_MAX = 16 * 1024 * 1024;

interface Asked {
  readonly tableName: string;
  readonly place: ItemPlace;
  readonly key: DynamodbInput;
  readonly request: DynamodbInput;
  readonly projected: (item: Item) => Item;
}

export function batchGetItem(context: EmulatorContext, input: DynamodbInput): object {
  refuseOthers(input, ['RequestItems']);
  const asked = readAsked(context, requiredRecord(input, 'RequestItems'));
  const responses: Record<string, Item[]> = Object.fromEntries(asked.map(({ tableName }) => [tableName, []]));
  const unprocessed: Record<string, { readonly Keys: DynamodbInput[] }> = {};
  let bytes = 0;
  for (const { tableName, place, key, request, projected } of asked) {
    const stored = bytes > BYTES_MAX ? undefined : readStored(context, place);
    bytes += stored?.bytes ?? 0;
    if (bytes > BYTES_MAX) (unprocessed[tableName] ??= { ...request, Keys: [] }).Keys.push(key);
    else if (stored) responses[tableName]?.push(projected(stored.item));
  }
  return { Responses: responses, UnprocessedKeys: unprocessed };
}

function readAsked(context: EmulatorContext, requests: DynamodbInput): readonly Asked[] {
  const asked = Object.entries(requests).flatMap(([tableName, request]) => {
    if (!isRecord(request)) throw invalid('RequestItems must hold a map for each table');
    refuseOthers(request, ['Keys', 'ConsistentRead', 'ExpressionAttributeNames', 'ProjectionExpression']);
    const table = requireTableByName(context, tableName);
    const projected = readProjected(request);
    return recordList(request, 'Keys').map((key) => {
      const place = { table, key: readKey(table, key).key };
      return { tableName, place, key, request, projected };
    });
  });
  if (asked.length === 0) throw invalid('The list of keys in RequestItems for BatchGetItem is required');
  if (asked.length > KEYS_MAX) throw invalid('Too many items requested for the BatchGetItem call');
  checkDistinct(asked, 'Provided list of item keys contains duplicates');
  return asked;
}
