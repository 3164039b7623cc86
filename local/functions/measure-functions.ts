import { recordInvocations } from './record-invocations.ts';
import type { Functions } from './start-functions.ts';
import { TooManyRequests, type Outcome } from './outcome.ts';

type Count = (
  functionName: string,
  metric: 'Invocations' | 'Errors' | 'Throttles' | 'Duration',
  value?: number,
) => void;

/**
 * The functions, with what CloudWatch counts of each: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * @param invocationsFile also gets a line for each invocation; left out: nothing is written
 */
export function measureFunctions(functions: Functions, count: Count, invocationsFile?: string): Functions {
  async function invoke(functionName: string, event: string): Promise<Outcome> {
    const beganAt = performance.now();
    try {
      const outcome = await functions.invoke(functionName, event);
      count(functionName, 'Invocations');
      count(functionName, 'Errors', 'error' in outcome ? 1 : 0);
      count(functionName, 'Duration', performance.now() - beganAt);
      return outcome;
    } catch (error) {
      if (error instanceof TooManyRequests) count(functionName, 'Throttles');
      throw error;
    }
  }
  return recordInvocations({ ...functions, invoke }, invocationsFile);
}
