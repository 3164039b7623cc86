import { isForAnyone } from '../model/links.ts';
import type { Rule } from '../rule.ts';

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;
/** Serverless makes it, and it holds code and templates: new buckets are closed to the public by S3 itself since April 2023. */
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';

export const notPublic: Rule = {
  name: 'not-public',
  reason:
    'The buckets hold every webhook and every secret of a sender. One careless policy or ACL makes them readable for ' +
    'everybody, unless the bucket refuses it.',
  check({ model, at }) {
    const buckets = model.buckets
      .filter(({ id }) => id !== DEPLOYMENT_BUCKET)
      .flatMap(({ id, properties }) => {
        const open = BLOCKS.filter((block) => properties.PublicAccessBlockConfiguration?.[block] !== true);
        const owners = properties.OwnershipControls?.Rules.map(({ ObjectOwnership }) => ObjectOwnership) ?? [];
        return [
          ...(open.length > 0
            ? [
                {
                  where: at(id),
                  what: `does not set ${open.join(', ')}`,
                  fix: 'Set all four of PublicAccessBlockConfiguration to true.',
                },
              ]
            : []),
          ...(owners.includes('BucketOwnerEnforced')
            ? []
            : [
                {
                  where: at(id),
                  what: 'lets ACLs give objects away',
                  fix: 'Set ObjectOwnership to BucketOwnerEnforced.',
                },
              ]),
        ];
      });
    const policies = [...model.queuePolicies, ...model.topicPolicies, ...model.bucketPolicies].flatMap(
      ({ id, properties }) =>
        properties.PolicyDocument.Statement.filter(
          (statement) =>
            statement.Effect === 'Allow' && isForAnyone(statement) && Object.keys(statement.Condition).length === 0,
        ).map(({ Sid }) => ({
          where: at(id),
          what: `${Sid || 'a statement'} allows everybody in any account`,
          fix: 'Name who may, or leave the statement away: roles of this account need none.',
        })),
    );
    return [...buckets, ...policies];
  },
};
