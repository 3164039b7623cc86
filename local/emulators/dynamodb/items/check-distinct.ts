import { invalid } from '../dynamodb-error.ts';
import type { ItemPlace } from './item-place.ts';

/** @throws {DynamodbError} with this message where two mean the same item */
export function checkDistinct(all: readonly { readonly place: ItemPlace }[], message: string): void {
  const seen = new Set<string>();
  for (const { place } of all) {
    const { table, key } = place;
    const name = `${table.id} ${key.partition.toString('base64')} ${key.sort.toString('base64')}`;
    if (seen.has(name)) throw invalid(message);
    seen.add(name);
  }
}
