// Lambda's rules for partial batch responses:
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
import type { Outcome } from '../functions/outcome.ts';

export interface BatchVerdict {
  /** Message ids that stay in the queue until their visibility runs out; all others are deleted. */
  readonly failed: ReadonlySet<string>;
  readonly reason?: string;
}

export function readBatchResponse(
  outcome: Outcome,
  messageIds: readonly string[],
  reportsItemFailures: boolean,
): BatchVerdict {
  const allFailed = (reason: string) => ({ failed: new Set(messageIds), reason });
  if ('error' in outcome) return allFailed(`${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  if (!reportsItemFailures) return { failed: new Set() };
  const result: unknown = JSON.parse(outcome.result);
  if (result === null) return { failed: new Set() };
  if (typeof result !== 'object' || Array.isArray(result)) return allFailed('the function did not return an object');
  const failures = 'batchItemFailures' in result ? result.batchItemFailures : null;
  if (failures === null) return { failed: new Set() };
  if (!Array.isArray(failures)) return allFailed('batchItemFailures is not a list');
  const known = new Set(messageIds);
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = failure?.itemIdentifier;
    if (typeof id !== 'string' || !known.has(id)) {
      return allFailed(`batchItemFailures names ${JSON.stringify(failure)}, which is no message of this batch`);
    }
    failed.add(id);
  }
  return failed.size === 0 ? { failed } : { failed, reason: 'reported in batchItemFailures' };
}
