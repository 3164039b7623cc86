import { createNamePattern, normalName, type NamePattern } from './name-pattern.ts';

/** One step of a path, and what follows it. */
interface Step {
  readonly isAnyDepth: boolean;
  readonly matches: NamePattern;
  /** None behind the last: whatever it leads to is hidden. */
  readonly next?: Step;
}

/** All paths at once, at one place of a body: which steps may come next. */
export interface FieldPaths {
  /** Whether the value at this place is hidden. */
  readonly isHit: boolean;
  readonly steps: readonly Step[];
  /** Where its members lead, by their names: the same few occur thousands of times in a body. */
  readonly known: Map<string, FieldPaths>;
}

/** A sender may give every member a name of its own. */
const KNOWN_MAX = 1000;

/** @param fields dotted paths as in `config/redaction.json` */
export function createFieldPaths(fields: readonly string[]): FieldPaths {
  return placeOf(fields.map((field) => stepsOf(field)));
}

function stepsOf(field: string): Step | undefined {
  return field.split('.').reduceRight<Step | undefined>(
    (next, step) => ({
      isAnyDepth: step === '**',
      matches: step === '**' ? () => true : createNamePattern(step),
      ...(next && { next }),
    }),
    undefined,
  );
}

/**
 * The place of a member, from that of its object. A name such as `card[number]` or `card.number` is one step, and also the
 * steps that it is written of: what either of them hides is hidden.
 */
export function memberPaths(place: FieldPaths, name: string): FieldPaths {
  const known = place.known.get(name);
  if (known) return known;
  const whole = stepPaths(place, name);
  const parts = partsOf(name);
  const isWhole = parts.length === 0 || (parts.length === 1 && parts[0] === name);
  const member = isWhole ? whole : sameAs(place, bothPaths(whole, partPaths(place, parts)));
  if (place.known.size < KNOWN_MAX) place.known.set(name, member);
  return member;
}

const SEPARATORS = /[[\]./:]+/;

/** `items[]` is an element like `items[0]`. */
const partsOf = (name: string): readonly string[] =>
  name
    .replaceAll('[]', '[0]')
    .split(SEPARATORS)
    .filter((part) => part !== '');

function partPaths(place: FieldPaths, parts: readonly string[]): FieldPaths {
  let reached = place;
  for (const part of parts) {
    const next = memberPaths(reached, part);
    // Below what is hidden all is.
    if (next.isHit) return next;
    // An index, which a path may pass over.
    reached = /^\d+$/.test(part) ? sameAs(reached, bothPaths(reached, next)) : next;
  }
  return reached;
}

const bothPaths = (one: FieldPaths, other: FieldPaths): FieldPaths => ({
  isHit: one.isHit || other.isHit,
  steps: [...new Set([...one.steps, ...other.steps])],
  known: new Map(),
});

function stepPaths(place: FieldPaths, name: string): FieldPaths {
  const normal = normalName(name);
  const reached = place.steps.flatMap((step) => {
    if (step.isAnyDepth) return [step];
    return step.matches(normal) ? [step.next] : [];
  });
  return sameAs(place, placeOf(reached));
}

/** The place of an element, from that of its list: a path may name its index, or pass over it. */
export function elementPaths(list: FieldPaths, index: number): FieldPaths {
  const member = memberPaths(list, String(index));
  if (member === list) return list;
  return { ...bothPaths(list, member), isHit: member.isHit };
}

/** Below a `**` most members lead nowhere new, and what is known of one place holds for all of them. */
function sameAs(place: FieldPaths, member: FieldPaths): FieldPaths {
  const isSame =
    place.isHit === member.isHit &&
    place.steps.length === member.steps.length &&
    place.steps.every((step, index) => step === member.steps[index]);
  return isSame ? place : member;
}

/** `**` is any number of steps, and none is one of them. */
function placeOf(reached: readonly (Step | undefined)[]): FieldPaths {
  const steps = new Set<Step>();
  let isHit = false;
  for (let step of reached) {
    while (step?.isAnyDepth) {
      steps.add(step);
      step = step.next;
    }
    if (step) steps.add(step);
    else isHit = true;
  }
  return { isHit, steps: [...steps], known: new Map() };
}
