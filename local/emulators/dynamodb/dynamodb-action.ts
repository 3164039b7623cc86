import type { EmulatorContext } from '../emulator-context.ts';
import type { DynamodbInput } from './dynamodb-input.ts';

/** One operation of DynamoDB. */
export type DynamodbAction = (context: EmulatorContext, input: DynamodbInput) => object;
