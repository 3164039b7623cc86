import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { withoutCallLog } from './without-call-log.ts';

/** What a function threw; its message is for whoever invoked it. */
export class FunctionFailed extends Error {
  override readonly name = 'FunctionFailed';
}

export interface Invoker {
  /** Waits for the function's answer, until the signal ends the waiting. Rejects with FunctionFailed when it threw. */
  invoke(functionName: string, request: unknown, signal?: AbortSignal): Promise<unknown>;
}

/** A function may take its 900 s, and nothing comes before its answer. An invocation is never repeated by itself. */
const settings = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 910_000, socketTimeout: 910_000 },
} as const;

export function createInvoker(): Invoker {
  const client = withoutCallLog(new LambdaClient(settings));
  return {
    async invoke(functionName, request, signal) {
      const { FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(request)) }),
        signal && { abortSignal: signal },
      );
      const text = Payload?.transformToString() ?? '';
      const answer: unknown = text === '' ? undefined : JSON.parse(text);
      if (FunctionError !== undefined) throw new FunctionFailed(messageOf(answer));
      return answer;
    },
  };
}

function messageOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null || !('errorMessage' in answer)) return 'The function failed';
  return String(answer.errorMessage);
}
