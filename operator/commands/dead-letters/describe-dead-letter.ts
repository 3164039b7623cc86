import type { DeadLetterState } from '#shared/messages/dead-letter.ts';
import type { FailureClass } from '#shared/messages/failure.ts';
import type { ShownDeadLetter } from '#shared/messages/inspect-request.ts';
import { plainLine } from '../../terminal/fit-columns.ts';
import type { Paint } from '../deliveries/views/describe-webhook.ts';

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
export function describeDeadLetter(deadLetter: ShownDeadLetter, paint: Paint): string {
  const { id, state, failure, attributes, body } = deadLetter;
  const lines = [
    `${paint('bold', plainLine(id))}  ${paint(state === 'open' ? 'red' : 'green', state)}: ${plainLine(fateOf(deadLetter))}`,
    paint('red', plainLine(`${failure.name}: ${failure.message}`)),
    ...rowsOf(deadLetter).map(([title, text]) => `  ${paint('dim', title.padEnd(12))} ${plainLine(text)}`),
    ...Object.entries(attributes).map(
      ([name, text]) => `  ${paint('dim', 'attribute'.padEnd(12))} ${plainLine(`${name} = ${text}`)}`,
    ),
    ...(body === undefined ? [] : [`  ${paint('dim', 'body')}`, withoutControls(body)]),
    ...replayLine(deadLetter),
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
  const { failure, source, type, deliveryId, senderEventId, receivedAt, replays, arrivals, run } = deadLetter;
  const { attempts, firstAt, lastAt, workerVersion, requestId, fingerprint, destination, notBefore } = failure;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['class', `${failure.class}: ${CLASSES[failure.class]}`],
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
    ['replays', run === undefined ? String(replays) : `${replays}, the last by run ${run}`],
    ['arrivals', String(arrivals)],
    ['closed', deadLetter.closedAt],
    ['claimed', deadLetter.claimedUntil && `until ${deadLetter.claimedUntil}`],
    ['body', `${deadLetter.bodyBytes.toLocaleString('en')} bytes`],
  ];
  return rows.flatMap(([title, text]) => (text === undefined ? [] : [[title, text] as const]));
}

/** A body is shown as it is, but a terminal must not obey it. */
const withoutControls = (text: string) => text.replaceAll(/[^\P{Cc}\n\t]/gu, '\u{FFFD}');

function replayLine({ state, failure, worker, eventId }: ShownDeadLetter): readonly string[] {
  if (state !== 'open') return [];
  return [
    '',
    isHeldBack({ state, failure }) ? 'To send it now all the same:' : 'Replay it:',
    `  npm run hooks -- dead-letters replay --from ${worker} --ids ${plainLine(eventId)} --reason "…"`,
  ];
}
