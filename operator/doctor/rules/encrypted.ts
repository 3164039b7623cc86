import { keyPolicyStatements } from '../../../shared/resources/key-policy-statement.cjs';
import { queueOf } from '../model/links.ts';
import type { TemplateModel } from '../model/template-model.ts';
import type { Rule, Told } from '../rule.ts';

/** Serverless makes it for code and templates; it holds no webhook. */
const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';
const OWN_KEY_FIX = 'Encrypt it with the key of the param kmsKeyArn, as all that holds events.';

export const encrypted: Rule = {
  name: 'encrypted',
  reason:
    'What lies on a disk of AWS must be of no use to whoever gets hold of it; and a key of your own withdraws all of it ' +
    'at once, which fails where one queue was forgotten. SNS does not reach a queue under the key alias/aws/sqs at all.',
  check(context) {
    const { model, stage, at } = context;
    const [key, ...others] = ownKeys(model);
    const plain = [...plainQueues(model, at), ...plainBuckets(model, at), ...silentTopics(model, at)];
    if (key === undefined) return plain;
    const forgotten = withoutKey(model).map((id) => ({
      where: at(id),
      what: 'does not use the customer-managed key',
      fix: OWN_KEY_FIX,
    }));
    const several = others.map((other) => ({ where: other, what: `is a second key besides ${key}`, fix: OWN_KEY_FIX }));
    return [...plain, ...forgotten, ...several, { note: keyPolicyNote(key, stage, model) }];
  },
};

type At = (logicalId: string) => string;

const bucketRules = ({ properties }: TemplateModel['buckets'][number]) =>
  (properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? []).flatMap(
    ({ ServerSideEncryptionByDefault }) => ServerSideEncryptionByDefault ?? [],
  );

function keysByResource(model: TemplateModel): readonly (readonly [id: string, key: string | undefined])[] {
  return [
    ...model.queues.map(({ id, properties }) => [id, properties.KmsMasterKeyId] as const),
    ...model.topics.map(({ id, properties }) => [id, properties.KmsMasterKeyId] as const),
    ...model.tables.map(({ id, properties }) => [id, properties.SSESpecification?.KMSMasterKeyId] as const),
    ...model.buckets
      .filter(({ id }) => id !== DEPLOYMENT_BUCKET)
      .map((bucket) => [bucket.id, bucketRules(bucket)[0]?.KMSMasterKeyID] as const),
  ];
}

/** Keys of a service's own begin with `alias/aws/`. */
const isOwn = (key: string | undefined): key is string => key !== undefined && !key.startsWith('alias/aws/');

const ownKeys = (model: TemplateModel): readonly string[] => [
  ...new Set(
    keysByResource(model)
      .map(([, key]) => key)
      .filter(isOwn),
  ),
];

const withoutKey = (model: TemplateModel): readonly string[] =>
  keysByResource(model)
    .filter(([, key]) => !isOwn(key))
    .map(([id]) => id);

function plainQueues(model: TemplateModel, at: At): readonly Told[] {
  const subscribed = new Set(model.subscriptions.map(({ properties }) => queueOf(model, properties.Endpoint)?.id));
  return model.queues.flatMap(({ id, properties: { SqsManagedSseEnabled, KmsMasterKeyId } }) => {
    const fix = 'Set SqsManagedSseEnabled to true, or KmsMasterKeyId to a key whose policy lets SNS use it.';
    if (subscribed.has(id) && KmsMasterKeyId === 'alias/aws/sqs')
      return [{ where: at(id), what: 'is under alias/aws/sqs, which SNS may not use: no event would arrive', fix }];
    return SqsManagedSseEnabled === true || KmsMasterKeyId !== undefined
      ? []
      : [{ where: at(id), what: 'is not said to be encrypted', fix }];
  });
}

const plainBuckets = (model: TemplateModel, at: At): readonly Told[] =>
  model.buckets
    .filter((bucket) => bucketRules(bucket).length === 0)
    .map(({ id }) => ({ where: at(id), what: 'is not said to be encrypted', fix: 'Set BucketEncryption.' }));

/** https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html: only the policy of a key of your own lets CloudWatch use it. */
function silentTopics(model: TemplateModel, at: At): readonly Told[] {
  const told = new Set(
    [...model.alarms, ...model.compositeAlarms].flatMap(({ properties }) => properties.AlarmActions.map(model.idOf)),
  );
  return model.topics
    .filter(({ id, properties }) => told.has(id) && properties.KmsMasterKeyId === 'alias/aws/sns')
    .map(({ id }) => ({
      where: at(id),
      what: 'is under alias/aws/sns, which CloudWatch may not use: no alarm would be heard',
      fix: 'Leave KmsMasterKeyId away, or set the param kmsKeyArn.',
    }));
}

function keyPolicyNote(key: string, stage: string, { stackName, region }: TemplateModel): string {
  // arn:aws:kms:<region>:<account>:key/<id>
  const [, partition = 'aws', , , account = ''] = key.split(':');
  const service = stackName.slice(0, -`-${stage}`.length);
  const statements = keyPolicyStatements({ account, region, service, stage, partition });
  return `The policy of ${key} needs these statements, besides the one for the account itself:\n${JSON.stringify(statements, undefined, 2)}`;
}
