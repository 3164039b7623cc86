import { openWhenAsked } from './open-when-asked.ts';
import type { QueueDepths } from './pipeline.ts';
import type { Reach } from './reach.ts';

export function openQueues({ prefix, explain }: Reach): QueueDepths & { close(): void } {
  const { opened, close } = openWhenAsked(async () => {
    const { createQueueDepths } = await import('#shared/aws/queue-depths.ts');
    return createQueueDepths();
  });
  return {
    async depthOf(queue, signal) {
      const about = `${prefix}${queue}`;
      try {
        const depths = await opened();
        return await depths.depthOf(about, signal);
      } catch (error) {
        throw explain(error, { right: 'sqs:GetQueueAttributes and sqs:GetQueueUrl', policy: 'operate-more', about });
      }
    },
    close,
  };
}
