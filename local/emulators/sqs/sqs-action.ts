import type { EmulatorContext } from '../emulator-context.ts';
import type { SqsInput } from './sqs-input.ts';

/** One operation of SQS. The signal aborts when the client has gone; only ReceiveMessage waits long enough to care. */
export type SqsAction = (context: EmulatorContext, input: SqsInput, signal: AbortSignal) => object | Promise<object>;
