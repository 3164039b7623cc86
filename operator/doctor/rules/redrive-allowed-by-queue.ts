import { deadLetterQueues, redrives } from '../model/links.ts';
import type { Rule } from '../rule.ts';

export const redriveAllowedByQueue: Rule = {
  name: 'redrive-allowed-by-queue',
  reason:
    'Without it any queue of the account may name this one for its dead letters, and the keeper would record messages ' +
    "that are none of ours. With the wrong one, SQS refuses the stack's own.",
  check: ({ model, at }) =>
    deadLetterQueues(model).flatMap(({ id, properties: { RedriveAllowPolicy } }) => {
      const fix =
        'Set RedriveAllowPolicy to byQueue with the ARN of each queue whose dead letters come here, and no other.';
      if (RedriveAllowPolicy?.redrivePermission !== 'byQueue')
        return [{ where: at(id), what: 'takes dead letters of any queue', fix }];
      const allowed = RedriveAllowPolicy.sourceQueueArns.map(model.idOf);
      const senders = redrives(model).filter(({ deadLetters }) => deadLetters.id === id);
      const refused = senders.filter(({ queue }) => !allowed.includes(queue.id)).map(({ queue }) => queue.id);
      const strangers = RedriveAllowPolicy.sourceQueueArns.filter(
        (arn) => !senders.some(({ queue }) => queue.id === model.idOf(arn)),
      );
      return [
        ...refused.map((queue) => ({ where: at(id), what: `refuses the dead letters of ${queue}`, fix })),
        ...strangers.map((arn) => ({
          where: at(id),
          what: `takes dead letters of ${arn}, which sends none here`,
          fix,
        })),
      ];
    }),
};
