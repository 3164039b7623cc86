import { isUnread, type DeployedQueue, type DoctorContext } from '../doctor-context.ts';
import { shortQueueName } from '../model/links.ts';
import type { Rule, Told } from '../rule.ts';

/** What is deleted unseen cannot be brought back: here not knowing is a finding, and no gap. */
const LOOK_FIX =
  'Look with the rights of an operator (the policy operate), or keep the row until somebody has; `status` tells both.';

export const rowRemovedWhileNotEmpty: Rule = {
  name: 'row-removed-while-not-empty',
  reason:
    'A queue goes with its row: what waits there is deleted without a trace, and dead letters of a worker that is gone ' +
    'can never be sent back. Renaming a row is removing it.',
  async check(context) {
    const deployed = await context.live.deployedQueues();
    if (isUnread(deployed)) return [{ notChecked: `whether a queue that is removed is empty: ${deployed.unread}` }];
    if (deployed === 'none') return [];
    const kept = new Set(context.model.queues.map((queue) => shortQueueName(queue, context.model)));
    const gone = deployed.filter(({ name }) => !kept.has(name));
    return (await Promise.all(gone.map((queue) => leftIn(queue, context)))).flat();
  },
};

async function leftIn({ name, worker }: DeployedQueue, { live }: DoctorContext): Promise<readonly Told[]> {
  const where = `the queue ${name}, serverless.yml custom.workers`;
  const waiting = await live.countMessages(name);
  const open = worker === undefined ? 0 : await live.countOpenDeadLetters(worker);
  const fix =
    'Keep the row until its queues are empty and its dead letters are replayed or discarded; a renamed worker is a new row beside the old one.';
  return [
    ...(isUnread(waiting)
      ? [{ where, what: `is removed, and nobody knows how many messages are on it: ${waiting.unread}`, fix: LOOK_FIX }]
      : []),
    ...(typeof waiting === 'number' && waiting > 0
      ? [{ where, what: `is removed with ${waiting} messages on it`, fix }]
      : []),
    ...(isUnread(open)
      ? [
          {
            where,
            what: `is removed, and nobody knows how many dead letters ${worker} has: ${open.unread}`,
            fix: LOOK_FIX,
          },
        ]
      : []),
    ...(typeof open === 'number' && open > 0
      ? [{ where, what: `is removed while ${worker} has ${open} open dead letters`, fix }]
      : []),
  ];
}
