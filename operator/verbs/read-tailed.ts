import type { LogLine } from '../pipeline/pipeline.ts';

/** Something that a function logged of a webhook or an event. */
export interface TailedEvent {
  readonly at: Date;
  /** `ingest`, `dispatch` or the worker. */
  readonly step: string;
  /** `failed` comes again; `dead-letter` does not. */
  readonly kind: 'accepted' | 'rejected' | 'spilled' | 'result' | 'failed' | 'dead-letter';
  readonly deliveryId?: string;
  readonly eventId?: string;
  readonly source?: string;
  readonly types?: readonly string[];
  readonly attempt?: number;
  /** For people: why it failed, what the sender was told. */
  readonly detail?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** By what the line says. A line that is about no webhook and no event gives none. */
export function readTailed({ at, function: name, fields = {} }: LogLine): readonly TailedEvent[] {
  const read = readers[String(fields['message'])];
  return read ? read(fields).map((event) => ({ at, step: text(fields, 'worker') ?? name, ...event })) : [];
}

type Read = Omit<TailedEvent, 'at' | 'step'> & { readonly step?: string };

const readers: Readonly<Record<string, (fields: Fields) => readonly Read[]>> = {
  'Webhook accepted': (fields) => [{ kind: 'accepted', ...names(fields), ...detail(countOf(fields)) }],
  'Webhook rejected': (fields) => [
    { kind: 'rejected', ...names(fields), ...detail([fields['status'], fields['reason']].filter(isTold).join(' ')) },
  ],
  'Webhook failed': (fields) => [{ kind: 'rejected', ...names(fields), ...detail(errorOf(fields)) }],
  'Webhook spilled': (fields) => [{ kind: 'spilled', ...names(fields), ...detail(errorOf(fields)) }],
  'Message failed': (fields) => {
    const isLast = fields['fate'] === 'dead letter';
    return [
      { kind: isLast ? 'dead-letter' : 'failed', ...names(fields), ...attempt(fields), ...detail(errorOf(fields)) },
    ];
  },
  // What a function said nothing of: it crashed, or its message never reached it.
  'Dead letter kept': (fields) => {
    const failureClass = text(fields, 'class') ?? '';
    const isUnsaid = ['crashed', 'undeliverable'].includes(failureClass);
    return isUnsaid ? [{ kind: 'dead-letter', ...names(fields), detail: failureClass }] : [];
  },
  'Events finished': (fields) =>
    list(fields, 'events').map((event) => {
      const { eventId, deliveryId = eventId } = names(event);
      return {
        kind: 'result' as const,
        ...names(event),
        ...(deliveryId !== undefined && { deliveryId }),
        ...attempt(event),
      };
    }),
};

function names(fields: Fields) {
  const deliveryId = text(fields, 'deliveryId');
  const eventId = text(fields, 'eventId');
  const source = text(fields, 'source');
  const type = text(fields, 'type');
  const listed = fields['types'];
  const types = Array.isArray(listed) ? listed.map(String) : undefined;
  return {
    ...(deliveryId !== undefined && { deliveryId }),
    ...(eventId !== undefined && { eventId }),
    ...(source !== undefined && { source }),
    ...(types ? { types } : type !== undefined && { types: [type] }),
  };
}

function errorOf(fields: Fields): string {
  const { error } = fields;
  const said = typeof error === 'object' && error !== null ? Object.fromEntries(Object.entries(error)) : {};
  const why = [text(said, 'name'), text(said, 'message')].filter(isTold).join(': ');
  const seconds = fields['retrySeconds'];
  return typeof seconds === 'number' ? `${why}; again after ${seconds} s` : why;
}

function countOf(fields: Fields): string {
  const events = fields['events'];
  return typeof events === 'number' && events !== 1 ? `${events} events` : '';
}

const attempt = (fields: Fields) => (typeof fields['attempt'] === 'number' ? { attempt: fields['attempt'] } : {});
const detail = (said: string) => (said === '' ? {} : { detail: said });
const isTold = (value: unknown) => value !== undefined && value !== '';

function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function list(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is object => typeof one === 'object' && one !== null).map((one) => ({ ...one }));
}
