import { conditions, queueOf, resourcePolicies, servicesOf } from '../model/links.ts';
import type { Statement } from '../model/policy-schemas.ts';
import { EXAMPLE_ACCOUNT, type TemplateModel } from '../model/template-model.ts';
import type { Rule, Told } from '../rule.ts';

const SNS = 'sns.amazonaws.com';

export const snsMaySendOnlyFromTopic: Rule = {
  name: 'sns-may-send-only-from-topic',
  reason:
    'SNS is one service for everybody: without aws:SourceArn and aws:SourceAccount, a topic of any other account may fill ' +
    'the queue with events that no signature was checked of. Without the right at all, SNS drops what it may not send.',
  check: ({ model, at }) => [...tooMany(model, at), ...missing(model, at)],
};

type At = (logicalId: string) => string;

const tooMany = (model: TemplateModel, at: At): readonly Told[] =>
  model.queuePolicies.flatMap(({ id, properties }) =>
    properties.PolicyDocument.Statement.filter((statement) => isOfSns(statement) && !isBound(statement, model)).map(
      ({ Sid }) => ({
        where: at(id),
        what: `${Sid || 'a statement'} lets topics of other accounts send`,
        fix: 'Add ArnEquals aws:SourceArn (the topic) and StringEquals aws:SourceAccount (this account) to its Condition.',
      }),
    ),
  );

function missing(model: TemplateModel, at: At): readonly Told[] {
  return model.subscriptions.flatMap(({ id, properties }) => {
    const targets = [properties.Endpoint, properties.RedrivePolicy?.deadLetterTargetArn].flatMap((arn) =>
      arn === undefined ? [] : (queueOf(model, arn) ?? []),
    );
    return targets
      .filter(
        (queue) => !resourcePolicies(model, queue.id).some((one) => isOfSns(one) && mayReach(one, queue.id, model)),
      )
      .map((queue) => ({
        where: at(id),
        what: `no policy lets the topic send to ${queue.id}: every event for it is lost`,
        fix: `Allow sns.amazonaws.com to sqs:SendMessage to ${queue.id}, on condition of the topic and the account.`,
      }));
  });
}

const isOfSns = (statement: Statement) => statement.Effect === 'Allow' && servicesOf(statement).includes(SNS);

const mayReach = ({ Resource, Action }: Statement, id: string, model: TemplateModel) =>
  Resource.some((arn) => model.idOf(arn) === id) &&
  Action.some((action) => ['sqs:SendMessage', 'sqs:*'].includes(action));

function isBound(statement: Statement, model: TemplateModel): boolean {
  const said = conditions(statement);
  const isTopic = (value: unknown) => model.topics.some(({ id }) => id === model.idOf(value));
  return (
    said.some(
      ([operator, key, value]) =>
        /^Arn(Equals|Like)$|^StringEquals$/.test(operator) && key === 'aws:sourcearn' && [value].flat().every(isTopic),
    ) &&
    said.some(
      ([operator, key, value]) =>
        operator === 'StringEquals' && key === 'aws:sourceaccount' && value === EXAMPLE_ACCOUNT,
    )
  );
}
