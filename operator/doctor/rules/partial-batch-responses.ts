import { queueOf } from '../model/links.ts';
import type { Rule } from '../rule.ts';

export const partialBatchResponses: Rule = {
  name: 'partial-batch-responses',
  reason:
    'Without ReportBatchItemFailures Lambda takes the list of failed messages for a success and deletes all of them: ' +
    'every event that should have been tried again is lost.',
  check: ({ model, at }) =>
    model.mappings
      .filter(({ properties }) => queueOf(model, properties.EventSourceArn))
      .filter(({ properties }) => !properties.FunctionResponseTypes.includes('ReportBatchItemFailures'))
      .map(({ id }) => ({
        where: at(id),
        what: 'the mapping does not read which messages failed',
        fix: 'Set functionResponseType: ReportBatchItemFailures on the sqs event.',
      })),
};
