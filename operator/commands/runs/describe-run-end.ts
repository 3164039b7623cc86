import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import { counted, whole } from '../../terminal/whole.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import type { CarriedOut } from './carried-out.ts';
import { notThereLines, reasonLines } from './describe-counts.ts';

const DONE = { replay: 'replayed', discard: 'discarded', backfill: 'sent', resume: 'done' } as const;
const NOUN = { replay: 'dead letter', discard: 'dead letter', backfill: 'event', resume: 'event' } as const;

/** What a run has done, and what comes of it. */
export function describeRunEnd(end: ReplayAnswer, about: CarriedOut, session: Session): string {
  const { stage } = session.pipeline;
  const { paint } = session.terminal;
  const { succeeded, skipped, failed, state, run } = end;
  const { kind, worker } = about;
  const of = worker === undefined ? '' : ` ${kind === 'backfill' ? 'to' : 'of'} ${worker}`;
  const counts = paint(failed > 0 ? 'red' : 'green', counted(succeeded, NOUN[kind]));
  const said = kind === 'backfill' ? `${DONE[kind]}${of}` : `${of.trim()} ${DONE[kind]}`.trim();
  const listLine = worker === undefined ? undefined : hooksLine(stage, ['dead-letters', 'list', '--from', worker]);
  const lines = [
    `${counts} ${said}, ${whole(skipped)} skipped, ${whole(failed)} failed.`,
    ...reasonLines(end, paint),
    ...notThereLines(end, kind === 'backfill' ? undefined : listLine, paint),
    ...(succeeded > 0 && kind !== 'discard' && listLine !== undefined
      ? [whatComesOf(succeeded, worker, listLine)]
      : []),
    ...(state === 'aborted' ? [paint('red', 'It was aborted: the rest was not reached.')] : []),
    ...(state === 'unfinished' && run !== undefined
      ? [`Not all were reached. To go on: ${hooksLine(stage, ['runs', 'resume', run])}`]
      : []),
    ...(run === undefined ? [] : [paint('dim', `receipt: ${hooksLine(stage, ['runs', 'show', run])}`)]),
  ];
  return `${lines.join('\n')}\n`;
}

const whatComesOf = (count: number, worker: string | undefined, listLine: string) =>
  `${count === 1 ? 'It is' : 'They are'} on the queue of ${worker}; what fails again is listed by \`${listLine}\``;
