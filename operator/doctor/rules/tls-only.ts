import { conditions, isForAnyone, resourcePolicies } from '../model/links.ts';
import type { Statement } from '../model/policy-schemas.ts';
import type { Rule } from '../rule.ts';

export const tlsOnly: Rule = {
  name: 'tls-only',
  reason:
    'AWS still answers plain http at some of its endpoints, where a body and a presigned URL can be read on the way.',
  check: ({ model, at }) =>
    [...model.queues, ...model.topics, ...model.buckets]
      .filter(
        ({ id }) =>
          !resourcePolicies(model, id).some(
            (one) =>
              deniesPlain(one) &&
              one.Action.some((action) => EVERYTHING.has(action)) &&
              one.Resource.some((arn) => isWithin(arn, id, model.idOf)),
          ),
      )
      .map(({ id }) => ({
        where: at(id),
        what: 'no policy denies what comes without TLS',
        fix: 'Add a statement that denies everyone everything on it where aws:SecureTransport is false.',
      })),
};

/** SNS takes no wildcard in a topic's policy, and a topic has nothing else to read or write. */
const EVERYTHING: ReadonlySet<string> = new Set(['*', 's3:*', 'sqs:*', 'sns:*', 'sns:Publish', 'SNS:Publish']);

const deniesPlain = (statement: Statement) =>
  statement.Effect === 'Deny' &&
  isForAnyone(statement) &&
  conditions(statement).some(
    ([operator, key, value]) => operator === 'Bool' && key === 'aws:securetransport' && String(value) === 'false',
  );

/** A bucket's statement names its objects, too. */
const isWithin = (arn: string, id: string, idOf: (reference: unknown) => string | undefined) =>
  arn === '*' || idOf(arn.replace(/\/\*$/, '')) === id;
