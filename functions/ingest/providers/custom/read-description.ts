import * as v from 'valibot';
import { describeIssue } from '#shared/messages/named-entries.ts';
import type { Provider } from '../provider.ts';
import { WrongDescription } from '../wrong-description.ts';
import { descriptionSchema } from './description-schema.ts';
import { findContradictions } from './find-contradictions.ts';

/**
 * The provider that a source describes itself.
 * @param taken names of providers that there are already: workers know their events by them
 * @throws {WrongDescription} that names each wrong field
 */
export function readDescription(description: unknown, taken: readonly string[]): Provider {
  const parsed = v.safeParse(descriptionSchema, description, { message: describeIssue });
  if (!parsed.success) throw new WrongDescription(parsed.issues.map(describe));
  const { name = 'custom' } = parsed.output;
  const contradictions = findContradictions(parsed.output).map((problem) => `description.${problem}`);
  const clash = taken.includes(name) ? [`description.name: there is a provider ${name} already`] : [];
  if (contradictions.length + clash.length > 0) throw new WrongDescription([...clash, ...contradictions]);
  return { ...parsed.output, name };
}

function describe(issue: v.BaseIssue<unknown>): string {
  const place = ['description', v.getDotPath(issue)].filter(Boolean).join('.');
  return `${place}: ${issue.message}`;
}
