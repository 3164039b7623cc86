import type { EmulatorContext } from '../../emulator-context.ts';
import { isRecord } from '../dynamodb-input.ts';
import type { Table } from './table.ts';

interface Measure {
  readonly items: number;
  readonly bytes: number;
}

const SUM = 'SELECT COUNT(*) AS items, COALESCE(SUM(bytes), 0) AS bytes';

/** @param status a table is there as soon as it is created; the answer to its creation says so too late, as AWS does */
export function describeTable(context: EmulatorContext, table: Table, status: 'ACTIVE' | 'CREATING' | 'DELETING') {
  const { database, region, accountId } = context;
  const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${table.name}`;
  const held = database.get<Measure>(`${SUM} FROM items WHERE table_id = ?`, table.id);
  const { GlobalSecondaryIndexes: global, ...keys } = table.description;
  const indexes = (Array.isArray(global) ? global : []).map((index: unknown, position) => {
    const { IndexName, KeySchema, Projection } = isRecord(index) ? index : {};
    const entries = database.get<Measure>(
      `${SUM} FROM index_entries WHERE table_id = ? AND index_number = ?`,
      table.id,
      position + 1,
    );
    return {
      IndexName,
      KeySchema,
      Projection,
      IndexStatus: status,
      IndexArn: `${arn}/index/${String(IndexName)}`,
      ItemCount: entries?.items ?? 0,
      IndexSizeBytes: entries?.bytes ?? 0,
    };
  });
  return {
    TableName: table.name,
    TableStatus: status,
    TableArn: arn,
    CreationDateTime: table.createdAt / 1000,
    ...keys,
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ItemCount: held?.items ?? 0,
    TableSizeBytes: held?.bytes ?? 0,
  };
}
