import type { Foreseen, ReplayAnswer } from '#shared/messages/replay-request.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import { counted } from '../../terminal/whole.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import { notThereLines, othersOf, reasonLines } from './describe-counts.ts';
import { forceLines } from './force-lines.ts';
import type { Proposal } from './proposal.ts';

const DONE = { replay: 'replayed', discard: 'discarded', backfill: 'sent' } as const;

/** What a dry run found: how many, which, and why some would not be. */
export function describeForeseen(foreseen: ReplayAnswer, proposal: Proposal, { terminal, pipeline }: Session): string {
  const { paint } = terminal;
  const { kind, worker } = proposal;
  const place = kind === 'backfill' ? `to ${worker}` : `of ${worker}`;
  const first =
    foreseen.succeeded === 0 && foreseen.isPartial === undefined
      ? `Nothing to ${kind} ${place}.`
      : `${paint('bold', describeCount(foreseen, proposal))} would be ${kind === 'backfill' ? `${DONE[kind]} ${place}` : DONE[kind]}.`;
  const listLine = hooksLine(pipeline.stage, ['dead-letters', 'list', '--from', worker]);
  const lines = [
    first,
    ...sampleLines(foreseen),
    ...reasonLines(foreseen, paint),
    ...forceLines(foreseen, proposal, pipeline.stage),
    ...notThereLines(foreseen, kind === 'backfill' ? undefined : listLine, paint),
    ...(kind === 'backfill' && foreseen.succeeded > 0 ? [describeResultsThere(proposal)] : []),
    ...(foreseen.isPartial ? ['Its time was over before it had seen all: there may be more.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What a question asks about: `1,200 dead letters of archive`. */
export function describeMeant(foreseen: ReplayAnswer | undefined, proposal: Proposal): string {
  const { kind, worker, asked } = proposal;
  const forced = isForced(asked) ? ' by force, also what has its result already' : '';
  const what = foreseen ? describeCount(foreseen, proposal) : `what matches on the queue of ${worker}`;
  return `${what}${kind === 'backfill' ? ` to ${worker}` : ''}${forced}`;
}

/** A run looks at no result; whoever counts on the number must know. */
const describeResultsThere = ({ worker, asked }: Proposal) =>
  isForced(asked)
    ? `Nobody looks which of them ${worker} has the result of: --force makes a new effect of each.`
    : `Nobody looks which of them ${worker} has the result of: these are sent too, and have no second effect but a second line where results are kept in batches.`;

const isForced = (asked: Proposal['asked']) =>
  ('replay' in asked && asked.replay.force === true) || ('backfill' in asked && asked.backfill.force === true);

function describeCount(
  { succeeded, isApproximate, isPartial }: ReplayAnswer,
  { kind, worker }: Pick<Proposal, 'kind' | 'worker'>,
): string {
  const about = isApproximate ? 'about ' : isPartial ? 'at least ' : '';
  const noun = kind === 'backfill' ? 'archived event' : 'dead letter';
  return `${about}${counted(succeeded, noun)}${kind === 'backfill' ? '' : ` of ${worker}`}`;
}

function sampleLines({ sample = [], succeeded }: ReplayAnswer): readonly string[] {
  if (sample.length === 0) return [];
  return [...sample.map(describeOne), othersOf(succeeded - sample.length)]
    .filter((line) => line !== '')
    .map((line) => `  ${line}`);
}

function describeOne({ id, source, type, failure }: Foreseen): string {
  const name = [source, type].filter((part) => part !== undefined).join('/');
  const parts = [id, name, failure ? `${failure.class}: ${failure.message}` : ''];
  return parts.map(plainLine).filter(Boolean).join('  ');
}
