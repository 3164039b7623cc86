import type { Secret } from '#shared/messages/source.ts';
import type { Conditions, Reference } from './providers/provider.ts';
import { isSameText } from './signature/is-same-text.ts';
import { textOf, type Find } from './webhook-request.ts';

/**
 * Whether what the references give is all as it must be.
 * @param secrets those of the source that count now
 */
export function matchesConditions(conditions: Conditions, find: Find, secrets: readonly Secret[]): boolean {
  return Object.entries(conditions).every(
    ([reference, condition]) =>
      condition === undefined || (isReference(reference) && matches(find(reference), condition, secrets)),
  );
}

function matches(value: unknown, condition: NonNullable<Conditions[Reference]>, secrets: readonly Secret[]): boolean {
  const text = textOf(value);
  if (typeof condition === 'string') return text === condition;
  if ('oneOf' in condition) return text !== undefined && condition.oneOf.includes(text);
  if ('secret' in condition) {
    // All are compared, whichever matches: the time says nothing of which one was close.
    const right = secrets.filter(
      ({ use, value: secret }) => use === condition.secret && isSameText(secret, text ?? ''),
    );
    return text !== undefined && right.length > 0;
  }
  if (condition.is === 'empty') return Array.isArray(value) && value.length === 0;
  return value !== undefined && value !== null && value !== '';
}

const isReference = (text: string): text is Reference => /^(?:header:|query:|body:sha256$|\/)/.test(text);
