// What a request to AWS is and what of it is billed, read from the wire as AWS would.
import type { IncomingHttpHeaders } from 'node:http';
import { principalOf } from '../../local/iam/access-keys.ts';
import { callerOf } from '../../local/emulators/access.ts';
import type { Calls } from '../../operator/plan/price-calls.ts';

export interface CountedCall extends Omit<Calls, 'count' | 'gbSeconds'> {
  /** The function that asks. */
  readonly by: string;
  /** Of an object or item; empty where a call has none. */
  readonly key: string;
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** @param itemBytes of the items that were written, by their keys: an update names only what it changes */
export function readCalls(request: SeenRequest, itemBytes: Map<string, number>): readonly CountedCall[] {
  const { headers, url, body } = request;
  const by = principalOf(callerOf({ headers, url })) ?? '';
  const [api, operation] = String(headers['x-amz-target'] ?? '').split('.');
  if (api?.startsWith('DynamoDB_') && operation) return readItemCalls(by, operation, JSON.parse(body), itemBytes);
  if (api === 'AmazonSQS' && operation) return [readQueueCall(by, operation, JSON.parse(body))];
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return [readTopicCall(by, body)];
  return [{ by, service: 's3', operation: objectOperation(request), bytes: 0, key: decodeURIComponent(pathOf(url)) }];
}

interface QueueInput {
  readonly Entries?: readonly object[];
  readonly MessageGroupId?: string;
}

function readQueueCall(by: string, operation: string, input: QueueInput): CountedCall {
  const messages: readonly QueueInput[] = input.Entries ?? [input];
  const fairMessages = messages.filter(({ MessageGroupId }) => MessageGroupId !== undefined).length;
  const bytes = messages.reduce((sum, message) => sum + textBytes(message, BILLED_OF_MESSAGE), 0);
  return { by, service: 'sqs', operation, bytes, fairMessages, key: '' };
}

/** Names that hold what is billed of a message, wherever in it they stand. */
const BILLED_OF_MESSAGE: ReadonlySet<string> = new Set(['MessageBody', 'StringValue', 'BinaryValue', 'DataType']);

function textBytes(value: object, billed: ReadonlySet<string>): number {
  return Object.entries(value).reduce((sum, [name, one]: [string, unknown]) => {
    if (typeof one === 'string') return sum + (billed.has(name) ? Buffer.byteLength(one) : 0);
    if (typeof one !== 'object' || one === null) return sum;
    // The name of an attribute counts as well.
    const names = name === 'MessageAttributes' ? Object.keys(one).join('').length : 0;
    return sum + names + textBytes(one, billed);
  }, 0);
}

function readTopicCall(by: string, body: string): CountedCall {
  const form = new URLSearchParams(body);
  const billed = [...form].filter(([name]) =>
    /(?:^|\.)(?:Message|Name|Value\.(?:StringValue|BinaryValue|DataType))$/.test(name),
  );
  const bytes = billed.reduce((sum, [, value]) => sum + Buffer.byteLength(value), 0);
  return { by, service: 'sns', operation: form.get('Action') ?? '', bytes, key: '' };
}

function objectOperation({ method, url }: SeenRequest): string {
  const query = new URLSearchParams(url.split('?', 2)[1] ?? '');
  if (method === 'GET') return query.has('list-type') ? 'ListObjectsV2' : 'GetObject';
  if (method === 'HEAD') return 'HeadObject';
  if (method === 'PUT') return 'PutObject';
  if (method === 'DELETE') return 'DeleteObject';
  return query.has('delete') ? 'DeleteObjects' : 'PostObject';
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? '';

interface ItemInput {
  readonly TableName?: string;
  readonly Key?: object;
  readonly Item?: object;
  readonly ExpressionAttributeValues?: object;
  readonly TransactItems?: readonly Readonly<Record<string, ItemInput>>[];
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

function readItemCalls(
  by: string,
  operation: string,
  input: ItemInput,
  itemBytes: Map<string, number>,
): readonly CountedCall[] {
  const parts: readonly ItemInput[] = input.TransactItems?.flatMap((one) => Object.values(one)) ?? [input];
  return parts.map((part) => {
    const key = JSON.stringify([part.TableName, part.Key ?? idIn(part.Item)]);
    const written = part.Item ? valueBytes(part.Item) : valueBytes(part.ExpressionAttributeValues ?? {});
    const bytes = part.Item ? written : (itemBytes.get(key) ?? 0) + written;
    // What an update replaces is not taken off: the estimate is a little high.
    if (part.Item) itemBytes.set(key, written);
    return { by, service: 'dynamodb', operation, bytes, key };
  });
}

/** Keys come first, as the SDK writes them; any two writes of one item agree. */
const idIn = (item: object = {}) => Object.fromEntries(Object.entries(item).slice(0, 1));

/** Names and values, without the types around them. */
function valueBytes(item: object): number {
  return Object.entries(item).reduce((sum, [name, typed]: [string, unknown]) => {
    const own = /^(?:S|N|B|BOOL|NULL|M|L|SS|NS|BS)$/.test(name) ? 0 : Buffer.byteLength(name);
    if (typeof typed === 'object' && typed !== null) return sum + own + valueBytes(typed);
    return sum + own + Buffer.byteLength(String(typed));
  }, 0);
}
