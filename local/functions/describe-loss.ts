// What Lambda says of an environment that ended under its invocation; `{requestId}` stands for the id.
import { hasCode } from '../has-code.ts';
import type { FunctionError } from './outcome.ts';

/** Of a thread that failed as a whole. */
export function describeLoss(error: unknown): FunctionError {
  if (hasCode(error, 'ERR_WORKER_OUT_OF_MEMORY')) {
    return {
      errorType: 'Runtime.OutOfMemory',
      errorMessage: 'RequestId: {requestId} Error: Runtime ran out of memory',
    };
  }
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: {requestId} Error: ${String(error)}` };
}

/** Of a thread whose code ended it. */
export function describeExit(code: number): FunctionError {
  const reason =
    code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: {requestId} Error: ${reason}` };
}
