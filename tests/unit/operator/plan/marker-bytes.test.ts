// What a plan assumes of a marker is what a real one weighs in the table.
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createOnce } from '#shared/markers/once.ts';
import { readAssumptions } from '../../../../operator/plan/assumptions.ts';
import { fixedClock, memoryTable, recordingLog } from '../../../support/ports.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const ITEM_OVERHEAD_BYTES = 100;
const CONTAINER_BYTES = 3;

function bytesOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  // Two digits a byte, and one for the sign and the exponent.
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.M !== undefined) return CONTAINER_BYTES + itemBytes(value.M) + Object.keys(value.M).length;
  throw new Error(`A marker has no ${Object.keys(value).join()}`);
}

const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

test('a marker of forward weighs what a plan assumes', async () => {
  const table = memoryTable();
  const once = createOnce({ table, clock: fixedClock('2026-01-02T03:04:05.678Z'), log: recordingLog() });
  const id = `forward/${'d'.repeat(32)}/warehouse`;
  const receipt = { destination: 'warehouse', status: 202, attempt: 1, at: '2026-01-02T03:04:05.678Z', ms: 123 };
  await once({ id, leaseMs: 25_000 }, async () => receipt);
  const stored = { ...Object(table.items.get(id)?.item), revision: 'r'.repeat(32) };
  const bytes = ITEM_OVERHEAD_BYTES + itemBytes(marshall(stored, { removeUndefinedValues: true }));
  const assumed = readAssumptions().markerKilobytes * 1024;
  expect({ bytes, isAsAssumed: Math.abs(bytes / assumed - 1) < 0.1 }).toEqual({ bytes, isAsAssumed: true });
});
