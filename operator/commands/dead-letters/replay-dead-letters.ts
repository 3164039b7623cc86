import type { Selection } from '#shared/messages/selection.ts';
import type { ExitCode } from '../../exit-code.ts';
import { checkWorkerName } from '../check-worker-name.ts';
import { checkKeeperPaused } from './check-keeper-paused.ts';
import { checkAsked } from '../runs/check-asked.ts';
import { propose } from '../runs/propose.ts';
import type { Session } from '../session.ts';

export interface ReplayOptions {
  readonly from: string;
  readonly which: Omit<Selection, 'from'>;
  readonly reason?: string | undefined;
  readonly limit?: number | undefined;
  readonly perSecond?: number | undefined;
  readonly via: 'table' | 'queue';
  readonly force?: true | undefined;
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

/** Says what would be replayed, asks before more than one, and sends until nothing is left. */
export async function replayDeadLetters(options: ReplayOptions, session: Session): Promise<ExitCode> {
  const { from, which, reason, limit, perSecond, via, force, ...how } = options;
  checkWorkerName(from, session.pipeline);
  const asked = checkAsked({ replay: { from, ...which, reason, limit, perSecond, via, force } }, how);
  if (via === 'queue') await checkKeeperPaused(from, session);
  return propose({ ...how, kind: 'replay', worker: from, asked }, session);
}
