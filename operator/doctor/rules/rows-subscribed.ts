import { queueOf } from '../model/links.ts';
import type { TemplateModel } from '../model/template-model.ts';
import type { Rule, Told } from '../rule.ts';

export const rowsSubscribed: Rule = {
  name: 'rows-subscribed',
  reason:
    'A worker whose queue no subscription fills never works, and nothing fails: SNS has nobody to deliver to. Without raw ' +
    'delivery SNS wraps what it delivers, and each event becomes a dead letter that is no event.',
  check: ({ model, at }) => [
    ...Object.keys(model.workers).flatMap((row) => missing(row, model, at)),
    ...model.subscriptions
      .filter(({ properties }) => properties.Protocol === 'sqs' && !properties.RawMessageDelivery)
      .map(({ id }) => ({ where: at(id), what: 'wraps each event', fix: 'Set RawMessageDelivery to true.' })),
  ],
};

/** From the function on, backwards: its queue, and who fills that. */
function missing(row: string, model: TemplateModel, at: (logicalId: string) => string): readonly Told[] {
  const worker = model.functions.find(({ properties }) => properties.FunctionName === `${model.stackName}-${row}`);
  const mapping = model.mappings.find(({ properties }) => worker && model.idOf(properties.FunctionName) === worker.id);
  const queue = mapping && queueOf(model, mapping.properties.EventSourceArn);
  const fix = 'Leave to the wiring of functions/workers/wiring what belongs to a row.';
  if (!queue) {
    const where = worker ? at(worker.id) : `serverless.yml custom.workers.${row}`;
    return [{ where, what: `no queue feeds the worker ${row}`, fix }];
  }
  const filling = model.subscriptions.filter(({ properties }) => model.idOf(properties.Endpoint) === queue.id);
  if (filling.length === 0)
    return [{ where: at(queue.id), what: `no subscription fills it: ${row} gets no event`, fix }];
  const end = model.idOf(queue.properties.RedrivePolicy?.deadLetterTargetArn);
  return filling
    .filter(
      ({ properties: { RedrivePolicy } }) => RedrivePolicy && model.idOf(RedrivePolicy.deadLetterTargetArn) !== end,
    )
    .map(({ id }) => ({
      where: at(id),
      what: `what SNS cannot deliver does not go to the dead letters of ${row}`,
      fix: `Name ${end ?? 'its dead-letter queue'} as deadLetterTargetArn of its RedrivePolicy.`,
    }));
}
