import * as v from 'valibot';
import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { FailureClass } from '#shared/messages/failure.ts';
import type { ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import type { Paint } from '../../terminal/paint.ts';
import { hooksLine } from '../hooks-line.ts';

const CLASSES: Readonly<Record<FailureClass, string>> = {
  'gave-up': 'the worker saw no use in trying again',
  exhausted: 'it was tried as often, or as long, as its worker allows',
  crashed: 'the function never reported back, and SQS moved the message',
  undeliverable: 'it never reached its worker',
  'destination-down': 'forward holds it back, because its destination took nothing',
};

const STATES: Readonly<Record<DeadLetterState, string>> = {
  open: 'waits for you',
  replaying: 'is being sent back by a run',
  replayed: 'is back with its worker; its result is not known yet',
  done: 'has its result after all',
  discarded: 'was closed by hand',
  quarantined: 'was replayed too often',
};

/** All that tells why, without a look into a log. */
export function describeDeadLetter(deadLetter: ShownDeadLetter, stage: string, paint: Paint): string {
  const { id, state, failure } = deadLetter;
  const lines = [
    `${paint('bold', plainLine(id))}  ${paint(state === 'open' ? 'red' : 'green', state)}: ${plainLine(fateOf(deadLetter))}`,
    paint('red', plainLine(`${failure.name}: ${failure.message}`)),
    `${failure.class}: ${CLASSES[failure.class]}`,
    ...commandLines(deadLetter, stage),
    '',
    ...rowsOf(deadLetter).map(([title, text]) => `  ${paint('dim', title.padEnd(12))} ${plainLine(text)}`),
    ...attributesOf(deadLetter).map(
      ([name, text]) => `  ${paint('dim', 'attribute'.padEnd(12))} ${plainLine(`${name} = ${text}`)}`,
    ),
    ...bodyLines(deadLetter, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** What happens next, and whether anybody has to do it. */
function fateOf({ state, failure }: ShownDeadLetter): string {
  if (!isHeldBack({ state, failure })) return STATES[state];
  const { destination } = failure;
  return `waits for ${destination === undefined ? 'its destination' : `the destination ${destination}`}: it is asked again by itself, and when it takes events again this one is replayed by itself`;
}

const isHeldBack = ({ state, failure }: Pick<ShownDeadLetter, 'state' | 'failure'>) =>
  state === 'open' && failure.class === 'destination-down';

type Row = readonly [title: string, text: string];

function rowsOf(deadLetter: ShownDeadLetter): readonly Row[] {
  const { failure, source, type, deliveryId, senderEventId, receivedAt, arrivals } = deadLetter;
  const { attempts, firstAt, lastAt, workerVersion, requestId, fingerprint, destination, notBefore } = failure;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['event', [source, type].filter((part) => part !== undefined).join(' ') || 'of no known source'],
    ['delivery', deliveryId],
    ['sender id', senderEventId],
    ['received', receivedAt],
    ['failed', firstAt === lastAt ? lastAt : `${lastAt}, first at ${firstAt}`],
    ['attempts', attempts === undefined ? 'nobody can tell' : String(attempts)],
    ['not before', notBefore],
    ['destination', destination],
    ['queue', failure.queue],
    ['version', workerVersion],
    ['request', requestId],
    ['fingerprint', fingerprint],
    ['replays', describeReplays(deadLetter)],
    ['arrivals', arrivals > 1 ? `${arrivals}, all of the same event` : undefined],
    ['closed', deadLetter.closedAt],
    ['claimed', deadLetter.claimedUntil && `until ${deadLetter.claimedUntil}`],
    ['body', `${deadLetter.bodyBytes.toLocaleString('en')} bytes`],
  ];
  return rows.flatMap(([title, text]) => (text === undefined ? [] : [[title, text] as const]));
}

/** None is what nobody has to read. */
function describeReplays({ replays, run }: ShownDeadLetter): string | undefined {
  if (run === undefined) return replays > 0 ? String(replays) : undefined;
  return `${replays}, the last by run ${run}`;
}

/** What the rows above have already is not said twice. */
const attributesOf = ({ attributes, source, type }: ShownDeadLetter) =>
  Object.entries(attributes).filter(
    ([name, text]) => !(name === 'source' && text === source) && !(name === 'type' && text === type),
  );

/** The event's own body where it is text, else the message as its worker would see it; and why not, where it is not. */
function bodyLines({ eventBody, body, redacted = [], withheld }: ShownDeadLetter, paint: Paint): readonly string[] {
  const text = eventBody ?? body;
  return [
    ...headersOf(body).map(
      ([name, value]) => `  ${paint('dim', 'header'.padEnd(12))} ${plainLine(`${name} = ${value}`)}`,
    ),
    ...(text === undefined ? [] : ['', withoutControls(text)]),
    ...(withheld === undefined ? [] : [paint('yellow', plainLine(withheld))]),
    ...(redacted.length > 0 ? [paint('dim', plainLine(`hidden by policy: ${redacted.join(', ')}`))] : []),
  ];
}

const messageSchema = v.pipe(v.string(), v.parseJson(), v.object({ headers: v.record(v.string(), v.string()) }));

/** Those of the request that ingest kept; what is no message of ours has none. */
function headersOf(body: string | undefined): readonly (readonly [name: string, value: string])[] {
  const parsed = v.safeParse(messageSchema, body);
  return parsed.success ? Object.entries(parsed.output.headers) : [];
}

/** A body is shown as it is, but a terminal must not obey it, nor show it in another order. */
const withoutControls = (text: string) => text.replaceAll(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '\u{FFFD}');

function commandLines(deadLetter: ShownDeadLetter, stage: string): readonly string[] {
  const { state, failure, worker, eventId, deliveryId } = deadLetter;
  const trace = hooksLine(stage, ['trace', plainLine(deliveryId ?? eventId)]);
  const traceLines = ['What happened to it:', `  ${trace}`];
  if (state !== 'open' && state !== 'quarantined') return traceLines;
  const force = state === 'quarantined' ? ['--force'] : [];
  const which = ['--from', worker, '--ids', plainLine(eventId), ...force];
  const replay = `  ${hooksLine(stage, ['dead-letters', 'replay', ...which])} --reason "…"`;
  if (isHeldBack({ state, failure })) return [...traceLines, 'To send it now all the same:', replay];
  const once =
    state === 'quarantined' ? 'Replay it by force, when its cause is gone:' : 'When its cause is gone, replay it:';
  return [once, replay, ...traceLines];
}
