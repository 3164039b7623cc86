import * as v from 'valibot';
import type { AboutAnswer } from '#shared/messages/inspect-request.ts';
import type { DeployedQueue } from '../doctor-context.ts';

const templateSchema = v.looseObject({
  Resources: v.record(
    v.string(),
    v.looseObject({ Type: v.string(), Properties: v.optional(v.record(v.string(), v.unknown()), {}) }),
  ),
});

const DEAD_LETTERS = '-dead-letters';

/** Those of the template that a stack was last made from; their names are written out there. */
export function queuesOfTemplate(text: string, stackName: string): readonly DeployedQueue[] {
  const { Resources } = v.parse(v.pipe(v.string(), v.parseJson(), templateSchema), text);
  return Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::SQS::Queue')
    .flatMap(({ Properties: { QueueName } }) =>
      typeof QueueName === 'string' && QueueName.startsWith(`${stackName}-`)
        ? [toQueue(QueueName.slice(stackName.length + 1))]
        : [],
    );
}

/** Those that the running pipeline tells of. */
export const queuesOfAbout = ({ workers }: AboutAnswer): readonly DeployedQueue[] =>
  workers.flatMap(({ queue, deadLetterQueue }) => [toQueue(queue), toQueue(deadLetterQueue)]);

function toQueue(name: string): DeployedQueue {
  if (!name.endsWith(DEAD_LETTERS)) return { name };
  const step = name.slice(0, -DEAD_LETTERS.length);
  return { name, worker: step === 'deliveries' ? 'dispatch' : step };
}
