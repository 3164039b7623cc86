import type { TableQuery } from '../ports.ts';

/** The attributes that are an index's keys. */
export interface IndexKeys {
  readonly partition: string;
  readonly sort: string;
}

export type IndexRange = Pick<TableQuery, 'partition' | 'prefix' | 'since' | 'until'>;

/** The last of all code points, which no text of ours holds. */
const LAST_CODE_POINT = '\u{10FFFF}';
const SURROGATES = { first: 0xd800, last: 0xdfff };

/** Which items of an index a query means; `nothing` where its range is empty, as DynamoDB refuses to be asked that. */
export function indexCondition({ partition, sort }: IndexKeys, range: IndexRange) {
  const condition = sortCondition(range);
  if (condition === 'nothing') return 'nothing';
  const { text, values } = condition;
  return {
    KeyConditionExpression: ['#partition = :partition', text].filter(Boolean).join(' AND '),
    ExpressionAttributeNames: { '#partition': partition, ...(text !== '' && { '#sort': sort }) },
    ExpressionAttributeValues: {
      ':partition': { S: range.partition },
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value }])),
    },
  };
}

/** An empty text bounds nothing from below, and DynamoDB takes none for a key. */
function sortCondition({ prefix = '', since = '', until }: IndexRange) {
  if (prefix !== '') return { text: 'begins_with(#sort, :prefix)', values: { ':prefix': prefix } };
  if (until === undefined) {
    return since === '' ? { text: '', values: {} } : { text: '#sort >= :since', values: { ':since': since } };
  }
  if (until === '' || Buffer.compare(Buffer.from(since), Buffer.from(until)) >= 0) return 'nothing';
  if (since === '') return { text: '#sort < :until', values: { ':until': until } };
  return { text: '#sort BETWEEN :since AND :last', values: { ':since': since, ':last': lastBefore(until, since) } };
}

/**
 * A key condition has one range only, and it includes both its ends: the last text that lies before `until`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 */
function lastBefore(until: string, since: string): string {
  const points = Array.from(until);
  const point = points.pop()?.codePointAt(0) ?? 0;
  const beginning = points.join('');
  if (point === 0) return beginning;
  const before = point - 1 === SURROGATES.last ? SURROGATES.first - 1 : point - 1;
  const last = beginning + String.fromCodePoint(before) + LAST_CODE_POINT;
  // Nothing lies between the two but what begins with the last code point, and `since` itself.
  return Buffer.compare(Buffer.from(last), Buffer.from(since)) < 0 ? since : last;
}
