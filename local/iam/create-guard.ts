import type { Access, AccessGuard } from '../emulators/access.ts';
import { operatorKey, principalOf } from './access-keys.ts';
import { accessClass } from './access-class.ts';
import { createPolicy, type Policy } from './policy.ts';
import type { Rights } from './read-rights.ts';
import type { Statement } from './statement.ts';

export interface Decision extends Access {
  readonly principal: string;
  readonly isAllowed: boolean;
}

export interface GuardSettings {
  readonly rights: Rights;
  readonly accountId: string;
  /** Called for the first call of each kind. */
  readonly onDecision: (decision: Decision) => void;
}

/** As strict as AWS: what no statement allows is refused. */
export function createGuard({ rights, accountId, onDecision }: GuardSettings): AccessGuard {
  const policies = new Map<string, Policy>(
    [...rights.functions, [operatorKey, rights.operator] as const].map(([name, statements]) => [
      name,
      createPolicy(statements),
    ]),
  );
  const fromTopics = createPolicy(rights.queuePolicies.filter(isForTopics));
  const nobody = createPolicy([]);
  const seen = new Set<string>();
  const delivering = new Map<string, boolean>();

  function decide(principal: string, access: Access): boolean {
    const isAllowed = (policies.get(principal) ?? nobody).allowing(access).length > 0;
    const kind = JSON.stringify([principal, isAllowed, accessClass(access)]);
    if (!seen.has(kind)) {
      seen.add(kind);
      onDecision({ principal, isAllowed, ...access });
    }
    return isAllowed;
  }

  return {
    refusal(caller, accesses) {
      const principal = principalOf(caller);
      if (principal === undefined) return undefined;
      const refused = accesses.find((access) => !decide(principal, access));
      return refused && inWords(principal, accountId, refused);
    },
    mayDeliver(topicArn, queueArn) {
      const key = `${topicArn} ${queueArn}`;
      const known = delivering.get(key);
      if (known !== undefined) return known;
      const context = {
        'aws:SourceArn': [topicArn],
        'aws:SourceAccount': [accountId],
        'aws:SecureTransport': ['true'],
        'aws:PrincipalIsAWSService': ['true'],
      };
      const access = { action: 'sqs:SendMessage', resource: queueArn, context };
      const isAllowed = fromTopics.allowing(access).length > 0;
      delivering.set(key, isAllowed);
      if (!isAllowed) onDecision({ principal: 'sns', isAllowed, ...access });
      return isAllowed;
    },
  };
}

const isForTopics = ({ principals }: Statement): boolean =>
  principals.some((name) => name === '*' || name === 'sns.amazonaws.com');

function inWords(principal: string, accountId: string, { action, resource }: Access): string {
  const who =
    principal === operatorKey
      ? `arn:aws:iam::${accountId}:user/${operatorKey}`
      : `arn:aws:sts::${accountId}:assumed-role/${principal}/${principal}`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return `User: ${who} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;
}
