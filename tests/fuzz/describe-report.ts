import { GROWTH_BYTES_MAX, GROWTH_BYTES_PER_REQUEST_MAX, UNAVAILABLE_SHARE_MAX, type FuzzReport } from './fuzz-run.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

const size = (bytes: number) => (bytes < MIB ? `${(bytes / KIB).toFixed(1)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`);
const whole = (number: number) => number.toLocaleString('en');

/** The report for a reader. */
export function describeReport(seed: number, report: FuzzReport): string {
  const { requests, accepted, benign, answers, slowest, memory, ends } = report;
  const statuses = Object.entries(answers).map(([status, count]) => `${status} × ${whole(count)}`);
  const growth = memory.map(
    ({ name, heldBytes, bytesPerRequest, uncertaintyBytesPerRequest }) =>
      `  ${name} holds ${size(heldBytes)}, ${bytesPerRequest.toFixed()} ± ${uncertaintyBytesPerRequest.toFixed()} bytes more with each request`,
  );
  return [
    `All held: ${whole(requests)} requests and ${whole(benign)} benign webhooks between them, seed ${seed}`,
    `  answers: ${statuses.join(', ')}`,
    `  ${whole(answers['503'] ?? 0)} of them 503; up to ${UNAVAILABLE_SHARE_MAX * 100} % of the requests may be`,
    `  ${whole(accepted)} accepted, ${describeArchived(report)}`,
    `  ledger: ${whole(ends.ledgerResults)} results and ${whole(ends.ledgerDeadLetters)} dead letters`,
    `  largest bodies beside benign ones: ${slowest.map(({ shape, ratio }) => `${shape} ${ratio.toFixed(1)} ×`).join(', ')}`,
    ...growth,
    `  a breach only above ${GROWTH_BYTES_PER_REQUEST_MAX} bytes with each request and ${size(GROWTH_BYTES_MAX)} in all`,
  ].join('\n');
}

/** Whoever did not wait for its answer, or was told to come again, may be archived without having been told. */
function describeArchived({ accepted, answers, ends }: FuzzReport): string {
  const untold = ends.archived - accepted;
  const all = `${whole(ends.archived)} archived byte for byte`;
  if (untold <= 0) return all;
  const orAgain = (answers['503'] ?? 0) > 0 ? ' or were answered 503' : '';
  return `${all}, ${whole(untold)} of them of senders that left before their answer${orAgain}`;
}
