import type { ExitCode } from '../exit-code.ts';
import { checkSpan } from '../options/check-span.ts';
import { checkSubscriberName } from './check-worker-name.ts';
import { checkAsked } from './runs/check-asked.ts';
import { propose } from './runs/propose.ts';
import type { Session } from './session.ts';

export interface BackfillOptions {
  readonly to: string;
  readonly since: string;
  readonly until?: string | undefined;
  readonly ids?: string[] | undefined;
  readonly source?: string[] | undefined;
  readonly type?: string[] | undefined;
  readonly where?: string | undefined;
  readonly unsubscribed?: true | undefined;
  readonly force?: true | undefined;
  readonly limit?: number | undefined;
  readonly perSecond?: number | undefined;
  readonly reason?: string | undefined;
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  readonly asJson: boolean;
}

/** Says how many archived events would be sent, asks, and sends them. */
export async function backfill(options: BackfillOptions, session: Session): Promise<ExitCode> {
  const { to, since, until, source, type, isDryRun, isConfirmed, asJson, ...rest } = options;
  checkSubscriberName(to, session.pipeline);
  checkSpan({ since, until });
  const between = { from: since, ...(until !== undefined && { until }) };
  const asked = checkAsked({ backfill: { to, between, sources: source, types: type, ...rest } }, { isDryRun });
  return propose({ kind: 'backfill', worker: to, asked, isDryRun, isConfirmed, asJson }, session);
}
