import * as v from 'valibot';
import { requireOfDynalite, startingWith, type LevelDb, type LevelPut } from './level-db.ts';

interface IndexPut {
  readonly index: string;
  readonly key: string;
  readonly item: unknown;
}

type GetIndexActions = (
  indexes: readonly unknown[],
  existing: undefined,
  item: unknown,
  table: unknown,
) => { readonly puts: readonly IndexPut[] };

/** How dynalite itself makes an item's index entries. */
const { getIndexActions }: { readonly getIndexActions: GetIndexActions } = requireOfDynalite('./db');

const tableSchema = v.looseObject({
  TableName: v.string(),
  GlobalSecondaryIndexes: v.optional(v.array(v.looseObject({ IndexName: v.string() })), []),
});

/** Entries held in memory at a time. */
const BATCH_LENGTH = 1000;

/**
 * dynalite writes an item and its index entries one after the other, so that a kill -9 between them leaves an item that no
 * index finds. DynamoDB's indexes always catch up; these are made anew from their items. Stopped half-way, it begins again.
 */
export async function rebuildIndexes(level: LevelDb): Promise<void> {
  for await (const [, value] of level.iterator(startingWith('table~'))) {
    const table = v.parse(tableSchema, value);
    for (const { IndexName } of table.GlobalSecondaryIndexes) {
      await level.clear(startingWith(prefixOf(table.TableName, IndexName)));
    }
    if (table.GlobalSecondaryIndexes.length > 0) await putEntries(level, table);
  }
}

async function putEntries(level: LevelDb, table: v.InferOutput<typeof tableSchema>): Promise<void> {
  const puts: LevelPut[] = [];
  for await (const [, item] of level.iterator(startingWith(`item-${table.TableName}~`))) {
    for (const entry of getIndexActions(table.GlobalSecondaryIndexes, undefined, item, table).puts) {
      puts.push({ type: 'put', key: prefixOf(table.TableName, entry.index) + entry.key, value: entry.item });
    }
    if (puts.length >= BATCH_LENGTH) await level.batch(puts.splice(0));
  }
  await level.batch(puts);
}

const prefixOf = (tableName: string, indexName: string) => `index-global~${tableName}~${indexName}~`;
