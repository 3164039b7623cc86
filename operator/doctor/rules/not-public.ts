import { conditions, isForAnyone } from '../model/links.ts';
import type { Statement } from '../model/policy-schemas.ts';
import { EXAMPLE_ACCOUNT, type TemplateModel } from '../model/template-model.ts';
import { permissionsByUrl, urlsOfIngest } from '../model/urls-of.ts';
import type { Rule, Told } from '../rule.ts';

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;
/** Serverless makes it, and it holds code and templates: new buckets are closed to the public by S3 itself since April 2023. */
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';

export const notPublic: Rule = {
  name: 'not-public',
  reason:
    'The buckets hold every webhook and every secret of a sender. One careless policy or ACL makes them readable for ' +
    'everybody, unless the bucket refuses it. A queue that strangers may send to, or a function that they may call, believes them.',
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
        properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => {
          const { Sid } = statement;
          const fix = 'Name who may, or leave the statement away: roles of this account need none.';
          const strangers = otherAccounts(statement);
          return [
            ...(isForAnyone(statement) && !isBound(statement)
              ? [{ where: at(id), what: `${Sid || 'a statement'} allows everybody in any account`, fix }]
              : []),
            ...(strangers.length > 0
              ? [{ where: at(id), what: `${Sid || 'a statement'} allows ${strangers.join(', ')}`, fix }]
              : []),
          ];
        }),
    );
    return [...buckets, ...policies, ...callable(model, at)];
  },
};

/** Conditions that say who asks; one that says only how, such as by TLS, is met by everybody. */
const WHO = /^aws:(?:source(?:arn|account|owner|orgid|orgpaths)|principal(?:arn|account|orgid|orgpaths))$/;

const isBound = (statement: Statement) =>
  conditions(statement).some(([operator, key]) => WHO.test(key) && /^(?:String|Arn)(?:Equals|Like)$/.test(operator));

function otherAccounts({ Principal }: Statement): readonly string[] {
  if (typeof Principal !== 'object' || Principal === null || !('AWS' in Principal)) return [];
  return [Principal.AWS].flat().flatMap((who) => {
    const [, account = EXAMPLE_ACCOUNT] = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(String(who)) ?? [];
    return account === EXAMPLE_ACCOUNT ? [] : [String(who)];
  });
}

/**
 * Only ingest checks a signature; inspect and replay take whatever they are asked. Beside an API its URL would be a way past
 * the throttle and the name.
 */
function callable(model: TemplateModel, at: (logicalId: string) => string): readonly Told[] {
  const open = urlsOfIngest(model);
  const openIds = new Set(open.map(({ url }) => url.id));
  const granted = new Set(open.flatMap(({ ingest }) => permissionsByUrl(model, ingest.id)).map(({ id }) => id));
  const urls = model.functionUrls
    .filter(({ id }) => !openIds.has(id))
    .map(({ id }) => ({
      where: at(id),
      what: 'is a URL of its own for a function',
      fix: 'Leave it away: webhooks come by the API, or by the URL of ingest where the param edge says so; operators ask by their own rights.',
    }));
  const permissions = model.permissions
    .filter(
      ({ id, properties: { Principal, SourceArn } }) =>
        !granted.has(id) && (!Principal.endsWith('.amazonaws.com') || SourceArn === undefined),
    )
    .map(({ id, properties: { Principal, SourceArn } }) => ({
      where: at(id),
      what: `lets ${Principal} call a function${SourceArn === undefined ? ', whoever is behind it' : ''}`,
      fix: 'Name an AWS service as Principal, and what of this stage it calls for as SourceArn.',
    }));
  return [...urls, ...permissions];
}
