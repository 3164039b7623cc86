/**
 * What AWS sends always is a batch of messages; what somebody types for `sls invoke local` may be none.
 * @throws {Error} that says where one is; Lambda shows the message to whoever invoked
 */
export function checkBatch(event: unknown, functionName: string): void {
  if (typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records)) return;
  throw new Error(
    `This is no batch of messages, for it has no Records: events/${functionName}/ holds one that ${functionName} takes.`,
  );
}
