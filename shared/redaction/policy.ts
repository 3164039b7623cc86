import type { Redaction, RedactionEntry } from '../messages/redaction.ts';
import { builtInRedaction } from './built-in-redaction.ts';
import { createFieldPaths, type FieldPaths } from './field-paths.ts';
import { createNamePattern, normalName } from './name-pattern.ts';

/** What is hidden of one source. */
export interface Policy {
  readonly fields: FieldPaths;
  readonly isHeaderHidden: (name: string) => boolean;
}

/** Without a policy nothing of a body may be shown: why there is none. */
export interface NoPolicy {
  readonly reason: string;
}

/** What is hidden of everyone, and of this source besides. @param redaction undefined where nobody has configured any */
export function policyOf(source: string | undefined, redaction: Redaction | undefined): Policy | NoPolicy {
  const all = redaction?.all ?? builtInRedaction;
  const own = source === undefined ? undefined : redaction?.sources.get(source);
  if (all === 'invalid') return { reason: 'the entry all of the redaction policy is not valid' };
  if (own === 'invalid') return { reason: `the entry sources.${source} of the redaction policy is not valid` };
  return createPolicy([all, own ?? {}]);
}

function createPolicy(entries: readonly RedactionEntry[]): Policy {
  const patterns = entries.flatMap(({ headers = [] }) => headers.map((header) => createNamePattern(header)));
  return {
    fields: createFieldPaths(entries.flatMap(({ fields = [] }) => fields)),
    isHeaderHidden: (name) => {
      const normal = normalName(name);
      return patterns.some((isMeant) => isMeant(normal));
    },
  };
}
