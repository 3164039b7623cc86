import { attributeValue } from '#shared/messages/attributes.ts';
import { CANARY_SOURCE } from '../../../functions/workers/wiring/canary-source.cjs';
import { knownTypes } from '../model/known-types.ts';
import { readEntries } from '../read-entries.ts';
import type { Rule, Told } from '../rule.ts';

/** What eventAttributes of shared/messages/attributes.ts gives every event. */
const ATTRIBUTES: readonly string[] = ['source', 'type', 'traceparent'];

export const unreachableFilter: Rule = {
  name: 'unreachable-filter',
  reason:
    'A filter that no event can match makes a worker that never works: one that waits for an attribute no event has, for ' +
    'a misspelt type, or for a source that nobody has configured.',
  async check({ model, live, at }) {
    const known = new Set(knownTypes().map(attributeValue));
    const read = await readEntries('sources', live);
    const sources = 'notChecked' in read ? undefined : new Set([...Object.keys(read.entries), CANARY_SOURCE]);
    const filters = model.subscriptions.map(({ id, properties: { FilterPolicy = {}, FilterPolicyScope } }) => ({
      where: at(id),
      FilterPolicy,
      FilterPolicyScope,
    }));
    // The canary makes its own source when it is sent.
    const filtersSources = filters.some(({ FilterPolicy }) =>
      wanted(FilterPolicy['source']).some((source) => source !== CANARY_SOURCE),
    );
    return [
      ...('notChecked' in read && filtersSources ? [read] : []),
      ...filters.flatMap(({ where, FilterPolicy, FilterPolicyScope }): readonly Told[] => [
        ...strangeKeys(FilterPolicy, FilterPolicyScope).map((what) => ({
          where,
          what,
          fix: 'Filter on the attributes source and type.',
        })),
        ...unmet(FilterPolicy['type'], known).map((type) => ({
          where,
          what: `waits for ${type}, which no sample of a provider has`,
          fix: 'Correct its spelling, or add a sample of it to its provider.',
          severity: 'warning' as const,
        })),
        ...(sources ? unmet(FilterPolicy['source'], sources) : []).map((source) => ({
          where,
          what: `waits for the source ${source}, which is not configured`,
          fix: 'Add the source, or correct its name in the row.',
          severity: 'warning' as const,
        })),
      ]),
    ];
  },
};

function strangeKeys(policy: Readonly<Record<string, unknown>>, scope: string): readonly string[] {
  if (scope !== 'MessageAttributes') return [`compares the ${scope}, in which no attribute stands`];
  const strange = Object.keys(policy).filter((key) => !ATTRIBUTES.includes(key));
  return strange.map((key) => `compares the attribute ${key}, which no event has`);
}

/** Names, and prefixes ending in `*`, that the filter waits for. */
const wanted = (matchers: unknown): readonly string[] =>
  [matchers].flat().flatMap((matcher) => {
    if (typeof matcher === 'string') return [matcher];
    return typeof matcher === 'object' && matcher !== null && 'prefix' in matcher ? [`${String(matcher.prefix)}*`] : [];
  });

const unmet = (matchers: unknown, known: ReadonlySet<string>): readonly string[] =>
  wanted(matchers).filter((name) =>
    name.endsWith('*') ? ![...known].some((one) => one.startsWith(name.slice(0, -1))) : !known.has(name),
  );
