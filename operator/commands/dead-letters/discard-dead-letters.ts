import type { Selection } from '#shared/messages/selection.ts';
import type { ExitCode } from '../../exit-code.ts';
import { checkWorkerName } from '../check-worker-name.ts';
import { checkAsked } from '../runs/check-asked.ts';
import { propose } from '../runs/propose.ts';
import type { Session } from '../session.ts';

export interface DiscardOptions {
  readonly from: string;
  readonly which: Omit<Selection, 'from'>;
  readonly reason?: string | undefined;
  readonly limit?: number | undefined;
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

/** Says what would be closed for good, asks before more than one, and closes it. */
export async function discardDeadLetters(options: DiscardOptions, session: Session): Promise<ExitCode> {
  const { from, which, reason, limit, ...how } = options;
  checkWorkerName(from, session.pipeline);
  const asked = checkAsked({ discard: { from, ...which, reason, limit } }, how);
  return propose({ ...how, kind: 'discard', worker: from, asked }, session);
}
