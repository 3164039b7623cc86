import type { ReplayAnswer } from '#shared/messages/replay-request.ts';
import { counted, whole } from '../../terminal/whole.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';
import type { CarriedOut } from './carried-out.ts';
import { describeOthers, DOES, isTroubled, notThereLines, reasonLines } from './describe-counts.ts';
import { PROBE_GOES_ON } from './probe-goes-on.ts';

/** Of fewer nobody asks how fast they were. */
const PACED_MIN = 100;

/** What a run has done, and what comes of it. @param tookMs since it was asked for here */
export function describeRunEnd(end: ReplayAnswer, about: CarriedOut, session: Session, tookMs: number): string {
  const { stage } = session.pipeline;
  const { paint } = session.terminal;
  const { succeeded, run } = end;
  const { kind, worker } = about;
  const counts = paint(
    isTroubled(end) ? 'red' : 'green',
    counted(succeeded, kind === 'backfill' ? 'event' : 'dead letter'),
  );
  const said = kind === 'backfill' ? `sent to ${worker}` : `of ${worker} ${DOES[kind]}`;
  const listLine = hooksLine(stage, ['dead-letters', 'list', '--from', worker]);
  const lines = [
    `${counts} ${said}${pace(succeeded, tookMs)}, ${describeOthers(end)}.`,
    ...reasonLines(end, paint),
    ...notThereLines(end, kind === 'backfill' ? undefined : listLine, paint),
    ...(succeeded > 0 && kind !== 'discard' ? [whatComesOf(succeeded, worker, listLine)] : []),
    ...leftLines(end, about, session),
    ...(run === undefined ? [] : [paint('dim', `receipt: ${hooksLine(stage, ['runs', 'show', run])}`)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Of a run that ended early: what it did not reach, and who goes on with it. */
function leftLines(end: ReplayAnswer, about: CarriedOut, { pipeline, terminal }: Session): readonly string[] {
  const { state, run } = end;
  const probe = about.kind === 'probe' ? ` ${PROBE_GOES_ON}` : '';
  if (state === 'aborted') {
    return [
      `${terminal.paint('red', `It was aborted: ${describeLeft(end, about, 'the rest was')} not reached.`)}${probe}`,
    ];
  }
  if (run === undefined || state === 'finished') return [];
  const goOn = probe || ` To go on: ${hooksLine(pipeline.stage, ['runs', 'resume', run])}`;
  if (state === 'running') return [`It still says that it runs, and has had no news for minutes.${goOn}`];
  return [`${capital(describeLeft(end, about, 'some were'))} not reached.${goOn}`];
}

/** How many were not reached, where the dry run counted them all. */
function describeLeft({ matched }: ReplayAnswer, { foreseen = 0 }: CarriedOut, otherwise: string): string {
  const left = foreseen - matched;
  if (left > 0) return left === 1 ? '1 was' : `${whole(left)} were`;
  return otherwise;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function pace(count: number, tookMs: number): string {
  if (count < PACED_MIN || tookMs <= 0) return '';
  return ` in ${(tookMs / 1000).toFixed(1)} s (${whole(Math.round((count * 1000) / tookMs))} per second)`;
}

const whatComesOf = (count: number, worker: string, listLine: string) =>
  `${count === 1 ? 'It is' : 'They are'} on the queue of ${worker}; what fails again is listed by \`${listLine}\``;
