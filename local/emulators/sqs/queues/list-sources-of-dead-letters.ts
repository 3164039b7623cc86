import type { EmulatorContext } from '../../emulator-context.ts';
import type { Queue } from './find-queue.ts';
import { listAllQueues } from './find-queue.ts';
import { redrivePolicy } from './redrive-policy.ts';

/** The queues whose redrive policy names this one. */
export function listSourcesOfDeadLetters(context: EmulatorContext, deadLetterQueueArn: string): readonly Queue[] {
  return listAllQueues(context).filter(
    ({ attributes }) => redrivePolicy(attributes)?.deadLetterTargetArn === deadLetterQueueArn,
  );
}
