// What belongs to what: the questions that several rules ask of the template.
import type { Statement } from './policy-schemas.ts';
import type { LambdaFunction, Queue, TemplateModel } from './template-model.ts';

export const queueOf = (model: TemplateModel, arn: string): Queue | undefined =>
  model.queues.find(({ id }) => id === model.idOf(arn));

export const functionOf = (model: TemplateModel, arn: string): LambdaFunction | undefined =>
  model.functions.find(({ id }) => id === model.idOf(arn));

/** The queues to which SQS moves what another queue has shown too often. */
export function deadLetterQueues(model: TemplateModel): readonly Queue[] {
  const targets = model.queues.map(({ properties }) => model.idOf(properties.RedrivePolicy?.deadLetterTargetArn));
  return model.queues.filter(({ id }) => targets.includes(id));
}

/** Each queue with the one that its dead letters go to. */
export const redrives = (model: TemplateModel): readonly { readonly queue: Queue; readonly deadLetters: Queue }[] =>
  model.queues.flatMap((queue) => {
    const arn = queue.properties.RedrivePolicy?.deadLetterTargetArn;
    const deadLetters = arn === undefined ? undefined : queueOf(model, arn);
    return deadLetters === undefined ? [] : [{ queue, deadLetters }];
  });

/** `webhook-pipeline-prod-archive` → `archive`. */
export const shortQueueName = ({ properties }: Queue, { stackName }: TemplateModel) =>
  properties.QueueName.startsWith(`${stackName}-`)
    ? properties.QueueName.slice(stackName.length + 1)
    : properties.QueueName;

/** What the resource's own policies say, in the template. */
export function resourcePolicies(model: TemplateModel, id: string): readonly Statement[] {
  const isOf = (reference: string) => model.idOf(reference) === id;
  return [
    ...model.queuePolicies.filter(({ properties }) => properties.Queues.some(isOf)),
    ...model.topicPolicies.filter(({ properties }) => properties.Topics.some(isOf)),
    ...model.bucketPolicies.filter(({ properties }) => isOf(properties.Bucket)),
  ].flatMap(({ properties }) => properties.PolicyDocument.Statement);
}

/** Keys and values of a condition, whatever its operator: `ArnEquals` and `ArnLike` mean the same without a wildcard. */
export const conditions = ({
  Condition,
}: Statement): readonly (readonly [operator: string, key: string, value: unknown])[] =>
  Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => [operator, key.toLowerCase(), value] as const),
  );

/** Whether a statement is for everyone. */
export const isForAnyone = ({ Principal }: Statement): boolean => {
  if (Principal === '*') return true;
  if (typeof Principal !== 'object' || Principal === null || !('AWS' in Principal)) return false;
  return [Principal.AWS].flat().includes('*');
};

/** The services that a statement is for. */
export const servicesOf = ({ Principal }: Statement): readonly unknown[] =>
  typeof Principal === 'object' && Principal !== null && 'Service' in Principal ? [Principal.Service].flat() : [];
