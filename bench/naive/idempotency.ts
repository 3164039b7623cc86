import { IdempotencyConfig } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';

/** Powertools' own defaults: an hour, and the result kept with the key. */
export const idempotency = (eventKeyJmesPath: string) => ({
  persistenceStore: new DynamoDBPersistenceLayer({ tableName: process.env['IDEMPOTENCY_TABLE'] ?? '' }),
  config: new IdempotencyConfig({ eventKeyJmesPath }),
});
