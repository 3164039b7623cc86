import type { Receipt, Who } from '#shared/messages/receipt.ts';
import type { RunRequest } from '#shared/messages/replay-request.ts';
import { describeSpan, toSecond } from '../../terminal/describe-time.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { whole } from '../../terminal/whole.ts';
import type { SentSince } from '#shared/messages/sent-since.ts';
import { hasDied } from '../../verbs/list-runs.ts';
import { notReached } from '../../verbs/show-run.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { askedWords } from './asked-words.ts';
import { describeCounts, notThereLines, reasonLines } from './describe-counts.ts';
import { describeSince } from './describe-since.ts';
import { PROBE_GOES_ON } from './probe-goes-on.ts';

const COLOURS = { running: 'yellow', unfinished: 'yellow', finished: 'green', aborted: 'red' } as const;

/** `died?` where it says that it runs, and nobody seems to. */
export const stateOf = (receipt: Receipt, now: Date): string => (hasDied(receipt, now) ? 'died?' : receipt.state);
export const colourOf = ({ state }: Receipt) => COLOURS[state];

export const whoOf = (who: Who): string =>
  'arn' in who ? who.arn : `unproven: invocation ${who.requestId}, which CloudTrail knows`;

/** `user/ada`, `assumed-role/operators/ada`; the account is in the receipt. */
export function shortWhoOf({ who, request }: Pick<Receipt, 'who' | 'request'>): string {
  if ('arn' in who) return who.arn.split(':').at(-1) ?? who.arn;
  return request.kind === 'probe' ? 'the probe' : 'unproven';
}

/** The probe is a function of ours: nobody has to prove who it is. */
const starterOf = ({ who, request }: Receipt) =>
  request.kind === 'probe' && 'unproven' in who ? `the probe, by itself: invocation ${who.requestId}` : whoOf(who);

/** What it was asked to do, in a few words. */
export function whatOf({ kind, ...request }: RunRequest): string {
  if ('to' in request) return `${kind} to ${request.to}`;
  return 'destination' in request ? `${kind} of ${request.destination}` : `${kind} from ${request.from}`;
}

/** A run of its own accord, or by somebody, in full. @param since what became of what it has sent, where somebody looked */
export function describeRun(
  receipt: Receipt,
  { pipeline, terminal, clock }: Pick<Session, 'pipeline' | 'terminal' | 'clock'>,
  since?: SentSince,
): string {
  const { paint } = terminal;
  const { run, request, startedAt, updatedAt, finishedAt, aborted, invocations, pausedMs } = receipt;
  const state = stateOf(receipt, clock.now());
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['what', whatOf(request)],
    ['why', request.reason],
    ['who', starterOf(receipt)],
    ['asked', askedWords(request)],
    ['started', toSecond(startedAt)],
    [finishedAt === undefined ? 'last seen' : 'finished', toSecond(finishedAt ?? updatedAt)],
    ['aborted', aborted && `${toSecond(aborted.at)} by ${whoOf(aborted.who)}: ${aborted.reason}`],
    ['paused', pausedMs === undefined ? undefined : `${describeSpan(pausedMs)} for live traffic`],
    ['requests', invocations.map(({ requestId }) => requestId).join(', ')],
  ];
  const lines = [
    `${paint('bold', `run ${plainLine(run)}`)}  ${paint(colourOf(receipt), state)}`,
    `  ${describeReached(receipt)}`,
    ...(since ? describeSince(receipt, since, pipeline.stage).map((line) => `  ${line}`) : []),
    ...reasonLines(receipt, paint).map((line) => `  ${line}`),
    ...notThereLines(receipt, undefined, paint).map((line) => `  ${line}`),
    ...rows.flatMap(([title, text]) =>
      text === undefined ? [] : [`  ${paint('dim', title.padEnd(10))} ${plainLine(text)}`],
    ),
    ...(request.kind === 'probe' && state === 'unfinished' ? [PROBE_GOES_ON] : []),
    ...(isResumable(receipt, state)
      ? [`${resumeWords(receipt)}:`, `  ${hooksLine(pipeline.stage, ['runs', 'resume', run])}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Nobody works on it, and it is not at its end. Of the probe's own only one that died: that ends its receipt. */
const isResumable = ({ state, request }: Receipt, shown: string) =>
  (state === 'unfinished' && request.kind !== 'probe') || shown === 'died?';

/** What a resume is good for. */
export const resumeWords = ({ request }: Pick<Receipt, 'request'>) =>
  request.kind === 'probe' ? 'To end its receipt' : 'To go on with it';

function describeReached(receipt: Receipt): string {
  const left = notReached(receipt);
  const counts = describeCounts(receipt, receipt.request.kind);
  if (left === undefined) return `${whole(receipt.matched)} matched: ${counts}`;
  return `of ${whole(receipt.matched + left)}: ${counts}, ${whole(left)} not reached`;
}
