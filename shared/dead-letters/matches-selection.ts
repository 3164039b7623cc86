import type { DeadLetterSummary } from '../messages/dead-letter.ts';
import type { Selection } from '../messages/selection.ts';

/** What can be told without the message. */
export type Described = Pick<DeadLetterSummary, 'eventId' | 'deliveryId' | 'source' | 'type'> & {
  readonly failure?: Pick<DeadLetterSummary['failure'], 'fingerprint' | 'class' | 'lastAt' | 'attempts'> | undefined;
};

/** All of a selection but whose dead letters, and what the body says. */
export type Choice = Partial<Omit<Selection, 'from' | 'where' | 'all'>>;

/** Whether everything that is said holds. */
export function createMatchesSelection(choice: Choice): (described: Described) => boolean {
  const [ids, deliveries, fingerprints] = [setOf(choice.ids), setOf(choice.deliveries), setOf(choice.fingerprints)];
  const [sources, types, classes] = [setOf(choice.sources), setOf(choice.types), setOf(choice.classes)];
  const { attempts, between } = choice;
  const [fromMs, untilMs] = [Date.parse(between?.from ?? ''), Date.parse(between?.until ?? '')];
  const isBetween = (lastAt = '') => !(Date.parse(lastAt) < fromMs) && !(Date.parse(lastAt) >= untilMs);
  const isTriedAsOften = (count: number | undefined) =>
    count !== undefined && count >= (attempts?.min ?? 0) && count <= (attempts?.max ?? Infinity);
  return ({ eventId, deliveryId, source, type, failure }) =>
    has(ids, eventId) &&
    has(deliveries, deliveryId) &&
    has(sources, source) &&
    has(types, type) &&
    has(fingerprints, failure?.fingerprint) &&
    has(classes, failure?.class) &&
    (!between || (failure !== undefined && isBetween(failure.lastAt))) &&
    (!attempts || isTriedAsOften(failure?.attempts));
}

/** What is not known is none of those that are named. */
const has = <Name extends string>(names: ReadonlySet<Name> | undefined, name: Name | undefined) =>
  !names || (name !== undefined && names.has(name));

const setOf = <Name extends string>(names: readonly Name[] | undefined) => names && new Set(names);
