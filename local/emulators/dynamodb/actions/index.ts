import type { DynamodbAction } from '../dynamodb-action.ts';
import { batchGetItem } from './batch-get-item.ts';
import { batchWriteItem } from './batch-write-item.ts';
import { createTable } from './create-table.ts';
import { deleteItem } from './delete-item.ts';
import { deleteTable } from './delete-table.ts';
import { describeTable } from './describe-table.ts';
import { describeTimeToLive } from './describe-time-to-live.ts';
import { getItem } from './get-item.ts';
import { listTables } from './list-tables.ts';
import { putItem } from './put-item.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';
import { updateItem } from './update-item.ts';
import { updateTimeToLive } from './update-time-to-live.ts';

export const dynamodbActions: ReadonlyMap<string, DynamodbAction> = new Map<string, DynamodbAction>([
  ['BatchGetItem', batchGetItem],
  ['BatchWriteItem', batchWriteItem],
  ['CreateTable', createTable],
  ['DeleteItem', deleteItem],
  ['DeleteTable', deleteTable],
  ['DescribeTable', describeTable],
  ['DescribeTimeToLive', describeTimeToLive],
  ['GetItem', getItem],
  ['ListTables', listTables],
  ['PutItem', putItem],
  ['Query', query],
  ['Scan', scan],
  ['TransactGetItems', transactGetItems],
  ['TransactWriteItems', transactWriteItems],
  ['UpdateItem', updateItem],
  ['UpdateTimeToLive', updateTimeToLive],
]);
