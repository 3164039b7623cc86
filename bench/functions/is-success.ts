/** A function that refuses is quick, and so is one that gives up half-way: only what did its work counts. */
export function isSuccess(answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  if ('statusCode' in answer) return answer.statusCode === 202;
  if ('batchItemFailures' in answer)
    return Array.isArray(answer.batchItemFailures) && answer.batchItemFailures.length === 0;
  const { state } = { state: undefined, ...answer };
  return state !== 'unfinished' && state !== 'failed' && !('unfinished' in answer);
}
