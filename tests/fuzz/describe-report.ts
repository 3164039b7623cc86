import type { FuzzReport } from './fuzz-run.ts';

const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

/** The report for a reader. */
export function describeReport(seed: number, report: FuzzReport): string {
  const { requests, accepted, benign, answers, slowest, memory, ends } = report;
  const statuses = Object.entries(answers).map(([status, count]) => `${status} × ${count}`);
  const growth = memory.map(
    ({ name, heldBytes, bytesPerRequest, uncertaintyBytesPerRequest }) =>
      `  ${name} holds ${kib(heldBytes)}, ${bytesPerRequest.toFixed()} ± ${uncertaintyBytesPerRequest.toFixed()} bytes more with each request`,
  );
  return [
    `All held: ${requests} requests and ${benign} benign webhooks between them, seed ${seed}`,
    `  answers: ${statuses.join(', ')}`,
    `  ${accepted} accepted, ${ends.archived} archived byte for byte, ledger ${ends.ledgerResults} results and ${ends.ledgerDeadLetters} dead letters`,
    `  largest bodies beside benign ones: ${slowest.map(({ shape, ratio }) => `${shape} ${ratio.toFixed(1)} ×`).join(', ')}`,
    ...growth,
  ].join('\n');
}
