// Every right is needed, and every need has a right: the calls that were made against the statements that allow them.
import type { Access } from '../emulators/access.ts';
import { accessClass } from './access-class.ts';
import { matcherOf } from './matcher-of.ts';
import { createPolicy } from './policy.ts';
import type { Statement } from './statement.ts';

export interface ComparedCall extends Access {
  readonly principal: string;
}

export interface Comparison {
  /** The statements of each principal. */
  readonly rights: ReadonlyMap<string, readonly Statement[]>;
  readonly calls: readonly ComparedCall[];
  /** Rights that no call of the function's own uses, because somebody else uses them for it. */
  readonly isDerived: (right: ComparedCall) => boolean;
}

/** Conditions that say which part of a resource is meant, by the service whose statements should have them. */
const partKeys = { dynamodb: 'dynamodb:LeadingKeys', s3: 's3:prefix' };

/** What is wrong, a sentence each; none where rights and calls are the same. */
export function compareRights({ rights, calls, isDerived }: Comparison): readonly string[] {
  return [...rights].flatMap(([principal, statements]) => {
    const own = calls.filter((call) => call.principal === principal);
    const policy = createPolicy(statements);
    const lacking = own
      .filter((call) => policy.allowing(call).length === 0)
      .map(({ action, resource }) => `${principal} lacks ${action} on ${resource}`);
    const unneeded = statements
      .filter(({ isAllowing }) => isAllowing)
      .flatMap((statement) => judge(principal, statement, own, isDerived));
    return [...new Set([...lacking, ...unneeded])];
  });
}

function judge(
  principal: string,
  statement: Statement,
  own: readonly ComparedCall[],
  isDerived: Comparison['isDerived'],
): readonly string[] {
  const findings: string[] = [];
  const told = `${principal}: ${statement.sid} allows`;
  const used: ComparedCall[] = [];
  for (const action of statement.actions) {
    for (const resource of statement.resources) {
      if (isDerived({ principal, action, resource })) continue;
      const covers = createPolicy([{ ...statement, actions: [action], resources: [resource] }]);
      const covered = own.filter((call) => covers.allowing(call).length > 0);
      used.push(...covered);
      if (/[*?]/.test(action)) findings.push(`${told} ${action}, which is more than one action`);
      if (covered.length === 0) findings.push(`${told} ${action} on ${resource}, and no call needs it`);
      else if (!covered.some((call) => matcherOf(accessClass(call).resource)(resource))) {
        findings.push(`${told} ${action} on ${resource}, which is wider than any call`);
      }
    }
  }
  return used.length === 0 ? findings : [...findings, ...judgeParts(told, statement, used)];
}

/** Whether the part of the resource is said, and said as narrowly as the calls are. */
function judgeParts(told: string, { conditions }: Statement, used: readonly ComparedCall[]): readonly string[] {
  return Object.values(partKeys).flatMap((key) => {
    const parts = used.flatMap((call) => accessClass(call).context[key] ?? []);
    const values = conditions.filter((condition) => condition.key === key).flatMap((condition) => condition.values);
    const isSometimesWhole = used.some(({ context = {} }) => context[key] === undefined);
    if (values.length === 0) {
      const [only, ...others] = [...new Set(parts)];
      if (only === undefined || others.length > 0 || isSometimesWhole) return [];
      return [`${told} any ${key}, and every call has ${only}`];
    }
    return values.flatMap((value) => {
      const isUsed = used.some(({ context = {} }) => context[key]?.some((asked) => matcherOf(value)(asked)) === true);
      if (!isUsed) return [`${told} the ${key} ${value}, and no call needs it`];
      if (parts.some((part) => matcherOf(part)(value))) return [];
      return [`${told} the ${key} ${value}, which is wider than any call`];
    });
  });
}
