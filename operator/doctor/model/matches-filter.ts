import type { Attributes } from '#shared/ports.ts';

/** Whether SNS would deliver a message with these attributes; in the operators that our rows can make. */
export const matchesFilter = (policy: Readonly<Record<string, unknown>>, attributes: Attributes): boolean =>
  Object.entries(policy).every(([name, matchers]) =>
    [matchers].flat().some((matcher) => fits(matcher, attributes[name])),
  );

function fits(matcher: unknown, value: string | undefined): boolean {
  if (typeof matcher === 'string') return matcher === value;
  if (typeof matcher !== 'object' || matcher === null) return false;
  if ('exists' in matcher) return matcher.exists === (value !== undefined);
  if (value === undefined) return false;
  if ('prefix' in matcher) return value.startsWith(String(matcher.prefix));
  return 'anything-but' in matcher && ![matcher['anything-but']].flat().includes(value);
}
