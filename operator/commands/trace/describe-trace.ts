import type { Trace, TracePoint, TraceStand } from '#shared/messages/trace.ts';
import { describeSpan, toSecond } from '../../terminal/describe-time.ts';
import { fitColumns, plainLine } from '../../terminal/fit-columns.ts';
import type { Paint } from '../../terminal/paint.ts';
import { hooksLine } from '../hooks-line.ts';
import type { Session } from '../session.ts';

/** `+12m 30s` and the like. */
const TIME_COLUMNS = 10;
const KIND_COLUMNS = 11;

const COLOURS: Readonly<Partial<Record<TracePoint['kind'] | TraceStand['state'], Parameters<Paint>[0]>>> = {
  result: 'green',
  archived: 'green',
  failed: 'yellow',
  waiting: 'yellow',
  spilled: 'yellow',
  'dead-letter': 'red',
  quarantined: 'red',
};

/** The delivery, then for each event what every worker did with it, with times since the request. */
export function describeTrace(trace: Trace, { pipeline, terminal, clock }: Session): string {
  const { delivery, events, points, gaps } = trace;
  const { paint } = terminal;
  const { receivedAt } = delivery;
  const since = receivedAt ?? points.find(({ at }) => at !== undefined)?.at;
  const line = (point: TracePoint) => describePoint(point, since, terminal);
  const ofDelivery = points.filter(({ eventId, stage }) => eventId === undefined || isBeforeWorkers(stage));
  const lines = [
    `${paint('bold', `delivery ${plainLine(delivery.id)}`)}  ${plainLine([delivery.source, delivery.provider].filter(Boolean).join(', '))}`,
    `  received ${receivedAt === undefined ? 'nobody knows when' : toSecond(receivedAt)}${delivery.senderEventId === undefined ? '' : `, the sender calls it ${plainLine(delivery.senderEventId)}`}`,
    ...ofDelivery.map(line),
    ...events.flatMap((event) => [
      '',
      `${paint('bold', `event ${plainLine(event.id)}`)}  ${plainLine(event.type ?? '')}`.trimEnd(),
      ...eventLines(event.id, trace, { line, since, now: clock.now(), paint }),
    ]),
    ...commandLines(trace, pipeline.stage),
    ...gaps.map((gap) => paint('dim', `not known: ${plainLine(gap)}`)),
  ];
  return `${lines.join('\n')}\n`;
}

const isBeforeWorkers = (stage: string) => stage === 'ingest' || stage === 'dispatch';

interface EventView {
  readonly line: (point: TracePoint) => string;
  readonly since: string | undefined;
  readonly now: Date;
  readonly paint: Paint;
}

function eventLines(
  eventId: string,
  { stands, points }: Trace,
  { line, since, now, paint }: EventView,
): readonly string[] {
  return stands
    .filter((stand) => stand.eventId === eventId)
    .flatMap((stand) => {
      const own = points.filter((point) => point.eventId === eventId && point.stage === stand.worker);
      const waits = stand.state === 'waiting' && since !== undefined;
      const waiting = waits ? `, ${describeSpan(now.getTime() - Date.parse(own.at(-1)?.at ?? since))} so far` : '';
      const state = paint(COLOURS[stand.state] ?? 'dim', `${stand.state}${waiting}`);
      return [`  ${plainLine(stand.worker)}: ${state}`, ...own.map(line)];
    });
}

function describePoint(point: TracePoint, since: string | undefined, { paint, columns }: Session['terminal']): string {
  const { at, stage, kind, detail, key } = point;
  const when = at === undefined || since === undefined ? '' : `+${describeSpan(Date.parse(at) - Date.parse(since))}`;
  const where = isBeforeWorkers(stage) ? stage : undefined;
  const text = plainLine([where, detail, key].filter(Boolean).join('  '));
  const head = `    ${when.padStart(TIME_COLUMNS)}  `;
  const room = Math.max(20, columns - head.length - KIND_COLUMNS - 2);
  const said = fitColumns(kind, KIND_COLUMNS);
  return `${paint('dim', head)}${paint(COLOURS[kind] ?? 'dim', said)}  ${fitColumns(text, room).trimEnd()}`.trimEnd();
}

/** What can be done about what did not end well. */
function commandLines({ stands }: Trace, stage: string): readonly string[] {
  const dead = stands.filter(({ state }) => state === 'dead-letter' || state === 'quarantined');
  if (dead.length === 0) return [''];
  return [
    '',
    'Why it failed:',
    ...dead.map(
      ({ worker, eventId }) => `  ${hooksLine(stage, ['dead-letters', 'show', plainLine(`${worker}/${eventId}`)])}`,
    ),
  ];
}
