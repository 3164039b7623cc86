import { invalid, invalidValue } from '../dynamodb-error.ts';
import { isRecord } from '../dynamodb-input.ts';
import { keyNames, type Keys, type Table } from '../tables/table.ts';
import { attributeOf, typeOf, type AttributeValue, type Item } from '../values/attribute-value.ts';
import { orderedBytes } from '../values/decimal.ts';
import { readItem } from '../values/read-attribute-value.ts';

/** Two keys as bytes, in whose order DynamoDB sorts them; no sort key is none. */
export interface ItemKey {
  readonly partition: Buffer;
  readonly sort: Buffer;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys
const BYTES_MAX = { partition: 2048, sort: 1024 };

/** Of an item that is to be stored. */
export function keyOfItem({ keys, keyTypes }: Table, item: Item): ItemKey {
  for (const name of keyNames(keys)) {
    const value = attributeOf(item, name);
    if (value === undefined) throw invalidValue(`Missing the key ${name} in the item`);
    const [expected, actual] = [keyTypes.get(name), typeOf(value)];
    if (actual !== expected) {
      throw invalidValue(`Type mismatch for key ${name} expected: ${expected} actual: ${actual}`);
    }
    if (isEmpty(value)) {
      throw invalid(
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an ' +
          `empty ${'B' in value ? 'binary' : 'string'} value. Key: ${name}`,
      );
    }
  }
  return checkSize(keyBytes(keys, item));
}

/** Of a parameter that holds a key and nothing else. */
export function readKey(table: Table, input: unknown): { readonly key: ItemKey; readonly attributes: Item } {
  const { keys, keyTypes } = table;
  const attributes = isRecord(input) ? readItem(input) : {};
  const names = keyNames(keys);
  const isKey = names.every((name) => {
    const value = attributeOf(attributes, name);
    return value !== undefined && typeOf(value) === keyTypes.get(name);
  });
  if (!isKey || Object.keys(attributes).length > names.length) {
    throw invalid('The provided key element does not match the schema');
  }
  return { key: keyOfItem(table, attributes), attributes };
}

/** Empty where the item has no such attribute. */
export const keyBytes = ({ partition, sort }: Keys, item: Item): ItemKey => ({
  partition: bytesOf(attributeOf(item, partition)),
  sort: bytesOf(sort === undefined ? undefined : attributeOf(item, sort)),
});

export function bytesOf(value: AttributeValue | undefined): Buffer {
  if (value === undefined) return Buffer.alloc(0);
  if ('S' in value) return Buffer.from(value.S);
  if ('B' in value) return Buffer.from(value.B, 'base64');
  if ('N' in value) return orderedBytes(value.N);
  throw new Error(`A key is no ${typeOf(value)}`);
}

export const isEmpty = (value: AttributeValue) => ('S' in value && value.S === '') || ('B' in value && value.B === '');

function checkSize(key: ItemKey): ItemKey {
  if (key.partition.length > BYTES_MAX.partition) {
    throw invalidValue(`Size of hashkey has exceeded the maximum size limit of${BYTES_MAX.partition} bytes`);
  }
  if (key.sort.length > BYTES_MAX.sort) {
    throw invalidValue(`Aggregated size of all range keys has exceeded the size limit of ${BYTES_MAX.sort} bytes`);
  }
  return key;
}
