import type { Trace, TracePoint, TraceStand } from '#shared/messages/trace.ts';
import { describeSpan, toSecond } from '../../terminal/describe-time.ts';
import { fitColumns, plainLine, widthOf } from '../../terminal/fit-columns.ts';
import type { Paint } from '../../terminal/paint.ts';
import { wrapColumns } from '../../terminal/wrap-columns.ts';
import { namesGoodEnds } from '../../verbs/names-good-ends.ts';
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
  const { paint, columns } = terminal;
  const { receivedAt, source } = delivery;
  const since = receivedAt ?? points.find(({ at }) => at !== undefined)?.at;
  const tellsPublished = namesGoodEnds(pipeline.about, delivery.id);
  const view = { since, now: clock.now(), paint, columns, source, tellsPublished };
  const lines = [
    `${paint('bold', `delivery ${plainLine(delivery.id)}`)}  ${plainLine(senderOf(delivery))}`.trimEnd(),
    ...wrapColumns(`received ${receivedOf(delivery)}`, columns - 2).map((line) => `  ${line}`),
    ...ofDelivery(trace).flatMap((point) => describePoint(point, view, point.stage)),
    ...waitingLines(trace, view),
    ...events.flatMap((event) => [
      '',
      `${paint('bold', `event ${plainLine(event.id)}`)}  ${plainLine(event.type ?? '')}`.trimEnd(),
      ...eventLines(event.id, trace, view),
    ]),
    ...commandLines(trace, pipeline.stage),
    ...gaps.flatMap((gap) => wrapColumns(`not known: ${plainLine(gap)}`, columns).map((line) => paint('dim', line))),
  ];
  return `${lines.join('\n')}\n`;
}

/** A source is often named after its provider. */
const senderOf = ({ source = '', provider = source }: Trace['delivery']) =>
  provider === source ? source : [source, provider].filter(Boolean).join(', ');

const receivedOf = ({ receivedAt, senderEventId }: Trace['delivery']) =>
  [
    receivedAt === undefined ? 'nobody knows when' : toSecond(receivedAt),
    ...(senderEventId === undefined ? [] : [`the sender calls it ${plainLine(senderEventId)}`]),
  ].join(', ');

/** What no worker's line below tells. */
const ofDelivery = ({ events, stands, points }: Trace) =>
  points.filter(
    ({ eventId, stage }) =>
      isBeforeWorkers(stage) ||
      !events.some(({ id }) => id === eventId) ||
      !stands.some((stand) => stand.eventId === eventId && stand.worker === stage),
  );

const isBeforeWorkers = (stage: string) => stage === 'ingest' || stage === 'dispatch';

interface TraceView {
  readonly since: string | undefined;
  readonly now: Date;
  readonly paint: Paint;
  readonly columns: number;
  readonly source: string | undefined;
  /** Where the log says nothing of that it has not happened. */
  readonly tellsPublished: boolean;
}

/** Between the last known point and the first that a worker stores. */
function waitingLines({ stands, points }: Trace, { now, paint, tellsPublished }: TraceView): readonly string[] {
  const last = points.findLast(({ at }) => at !== undefined);
  if (stands.length > 0 || last?.at === undefined) return [];
  const published = points.some(({ kind }) => kind === 'published');
  const before = tellsPublished
    ? 'on the deliveries queue, or in the bucket'
    : 'on a queue, in the bucket, or being worked on';
  const where = published ? "on the workers' queues, or being worked on" : before;
  return [`  ${paint('yellow', `waiting, ${spanSince(last.at, now)} so far`)}: ${where}`];
}

const spanSince = (instant: string, now: Date) => describeSpan(now.getTime() - Date.parse(instant));

function eventLines(eventId: string, { stands, points }: Trace, view: TraceView): readonly string[] {
  const { now, paint } = view;
  const published = points.findLast(({ kind }) => kind === 'published')?.at ?? view.since;
  return stands
    .filter((stand) => stand.eventId === eventId)
    .flatMap((stand) => {
      const own = points.filter((point) => point.eventId === eventId && point.stage === stand.worker);
      const from = own.findLast(({ at }) => at !== undefined)?.at ?? published;
      const waits = stand.state === 'waiting' && from !== undefined;
      const state = paint(
        COLOURS[stand.state] ?? 'dim',
        `${stand.state}${waits ? `, ${spanSince(from, now)} so far` : ''}`,
      );
      const told = isBeforeWorkers(stand.worker) ? [] : own.flatMap((point) => describePoint(point, view));
      return [`  ${plainLine(stand.worker)}: ${state}`, ...told];
    });
}

/** The reason goes on below where it is long; a key is on a line of its own, whole, to be copied. */
function describePoint(
  point: TracePoint,
  { since, paint, columns, source }: TraceView,
  where?: string,
): readonly string[] {
  const { at, kind, detail, key } = point;
  const when = at === undefined || since === undefined ? '' : `+${describeSpan(Date.parse(at) - Date.parse(since))}`;
  // The first line has the source already.
  const told = kind === 'received' && detail === source ? undefined : detail;
  const text = plainLine([where, told].filter(Boolean).join(', '));
  const head = `    ${when.padStart(TIME_COLUMNS)}  `;
  const indent = ' '.repeat(head.length + KIND_COLUMNS + 2);
  const room = Math.max(20, columns - indent.length);
  const lines = text === '' ? [] : wrapColumns(text, room);
  const keys = key === undefined ? [] : [plainLine(key)];
  const [first = '', ...others] = [...lines, ...(lines.length === 0 ? keys : [])];
  const below = (line: string) => ' '.repeat(Math.max(4, Math.min(indent.length, columns - widthOf(line)))) + line;
  const said = paint(COLOURS[kind] ?? 'dim', fitColumns(kind, KIND_COLUMNS));
  return [
    `${paint('dim', head)}${said}  ${first}`.trimEnd(),
    ...others.map((line) => indent + line),
    ...(lines.length === 0 ? [] : keys.map(below)),
  ];
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
