import type { Prices } from './aws-facts.ts';

/** SQS and SNS count a call once for each begun 64 KB. */
const MESSAGE_CHUNK_KILOBYTES = 64;
const HTTP_CHUNK_KILOBYTES = 512;
const WRITE_UNIT_KILOBYTES = 1;
const READ_UNIT_KILOBYTES = 4;

const chunks = (kilobytes: number, size: number) => Math.max(1, Math.ceil(kilobytes / size));
export const messageChunks = (kilobytes: number) => chunks(kilobytes, MESSAGE_CHUNK_KILOBYTES);
export const httpChunks = (kilobytes: number) => chunks(kilobytes, HTTP_CHUNK_KILOBYTES);
export const writeUnits = (kilobytes: number) => chunks(kilobytes, WRITE_UNIT_KILOBYTES);
export const readUnits = (kilobytes: number) => chunks(kilobytes, READ_UNIT_KILOBYTES);

/** So many calls of one operation, each with so many bytes. */
export interface Calls {
  readonly service: 'apigateway' | 'lambda' | 'sqs' | 'sns' | 'dynamodb' | 's3' | 'kms' | 'logs';
  /** As AWS spells it: `SendMessage`, `PutObject`. */
  readonly operation: string;
  readonly count: number;
  /** Of one call: its message, item or log line. */
  readonly bytes: number;
  /** Messages with a group id that these calls send. */
  readonly fairMessages?: number;
  /** Of one invocation of a function. */
  readonly gbSeconds?: number;
}

const FREE: ReadonlySet<string> = new Set(['DeleteObject', 'DeleteObjects', 'AbortMultipartUpload', 'DescribeTable']);
const OBJECT_READS: ReadonlySet<string> = new Set(['GetObject', 'HeadObject']);
const ITEM_READS: ReadonlySet<string> = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);

/** In dollars: pure, so that counted calls and planned ones are priced alike. */
export function priceCalls(calls: Calls, prices: Prices): number {
  return calls.count * dollarsOfOne(calls, prices) + (calls.fairMessages ?? 0) * prices.sqsFairMessage;
}

// oxlint-disable-next-line typescript/consistent-return -- every service has its case, as the compiler knows
function dollarsOfOne({ service, operation, bytes, gbSeconds = 0 }: Calls, prices: Prices): number {
  const kilobytes = bytes / 1024;
  switch (service) {
    case 'apigateway':
      return httpChunks(kilobytes) * prices.httpApiRequest;
    case 'lambda':
      return prices.lambdaRequest + gbSeconds * prices.lambdaGbSecond;
    case 'sqs':
      return messageChunks(kilobytes) * prices.sqsRequest;
    case 'sns':
      return messageChunks(kilobytes) * prices.snsPublish;
    case 's3':
      if (FREE.has(operation)) return 0;
      return OBJECT_READS.has(operation) ? prices.s3Get : prices.s3Put;
    case 'dynamodb':
      return itemDollars(operation, kilobytes, prices);
    case 'kms':
      return prices.kmsRequest;
    case 'logs':
      return (bytes / 1024 ** 3) * prices.logGb;
  }
}

/** A transaction prepares and commits: each of its items counts twice. */
function itemDollars(operation: string, kilobytes: number, prices: Prices): number {
  if (FREE.has(operation)) return 0;
  if (operation === 'TransactGetItems') return 2 * readUnits(kilobytes) * prices.dynamodbReadUnit;
  if (ITEM_READS.has(operation)) return readUnits(kilobytes) * prices.dynamodbReadUnit;
  const units = writeUnits(kilobytes) * prices.dynamodbWriteUnit;
  return operation === 'TransactWriteItems' ? 2 * units : units;
}
