import { createQueueDepths } from '#shared/aws/queue-depths.ts';
import type { QueueDepths } from './pipeline.ts';
import type { Reach } from './reach.ts';

export function openQueues({ prefix, explain }: Reach): QueueDepths & { close(): void } {
  const depths = createQueueDepths();
  return {
    async depthOf(queue, signal) {
      const about = `${prefix}${queue}`;
      try {
        return await depths.depthOf(about, signal);
      } catch (error) {
        throw explain(error, { right: 'sqs:GetQueueAttributes and sqs:GetQueueUrl', policy: 'operate-more', about });
      }
    },
    close: () => depths.close(),
  };
}
