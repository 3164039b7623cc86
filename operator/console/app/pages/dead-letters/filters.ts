import { failureClassSchema } from '#shared/messages/failure.ts';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import * as v from 'valibot';
import type { InspectRequest } from '#shared/messages/inspect-request.ts';

/** What the address of the list says; empty where it says nothing. */
export interface Filters {
  readonly from: string;
  readonly state: string;
  readonly fingerprint: string;
  readonly source: string;
  readonly type: string;
  readonly class: string;
  readonly since: string;
  readonly until: string;
  readonly text: string;
  readonly where: string;
}

const NAMES = ['from', 'state', 'fingerprint', 'source', 'type', 'class', 'since', 'until', 'text', 'where'] as const;

export function readFilters(query: URLSearchParams): Filters {
  const entries = NAMES.map((name) => [name, query.get(name)?.trim() ?? ''] as const);
  return { ...NO_FILTERS, ...Object.fromEntries(entries) };
}

export const NO_FILTERS: Filters = {
  from: '',
  state: '',
  fingerprint: '',
  source: '',
  type: '',
  class: '',
  since: '',
  until: '',
  text: '',
  where: '',
};

/** The filters that a run can have too: all but the text, which is for looking, and the state. */
export function toSelection(filters: Filters) {
  const { fingerprint, source, type, since, until, where } = filters;
  const [from, to] = [toInstant(since), toInstant(until)];
  return {
    ...(fingerprint && { fingerprints: [fingerprint] }),
    ...(source && { sources: [source] }),
    ...(type && { types: [type] }),
    ...(v.is(failureClassSchema, filters.class) && { classes: [filters.class] }),
    ...((from ?? to) !== undefined && { between: { ...(from && { from }), ...(to && { until: to }) } }),
    ...(where && { where }),
  };
}

type ListAsked = NonNullable<InspectRequest['list']>;

export type Chosen = ReturnType<typeof toSelection> & { readonly all?: true };

/** What is asked for must say that it means all, where it does. */
export const orAll = (chosen: ReturnType<typeof toSelection>): Chosen =>
  Object.keys(chosen).length === 0 ? { all: true } : chosen;

export function toListAsked(filters: Filters): ListAsked {
  const chosen = toSelection(filters);
  return {
    ...(filters.text ? { ...chosen, text: filters.text } : orAll(chosen)),
    ...(filters.from && { from: filters.from }),
    ...(v.is(deadLetterStateSchema, filters.state) && { state: filters.state }),
  };
}

/** The browser's field tells a time of the operator's own zone; undefined where that is none. */
function toInstant(local: string): string | undefined {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
