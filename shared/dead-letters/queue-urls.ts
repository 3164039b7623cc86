export interface QueueUrls {
  /** The work queue of a worker, or of `dispatch`. */
  work(worker: string): string;
  deadLetters(worker: string): string;
}

const DELIVERIES = 'deliveries';

/**
 * All our queues are in one account and are named `<service>-<stage>-<worker>`, dispatch's after what waits in it: from the
 * URL of one follow those of all, and no function needs a list of them.
 * @throws {Error} when this is not the URL of the deliveries queue
 */
export function queueUrls(deliveriesQueueUrl: string): QueueUrls {
  if (!deliveriesQueueUrl.endsWith(`-${DELIVERIES}`)) {
    throw new Error(`${deliveriesQueueUrl} is not the URL of the deliveries queue`);
  }
  const prefix = deliveriesQueueUrl.slice(0, -DELIVERIES.length);
  const work = (worker: string) => `${prefix}${worker === 'dispatch' ? DELIVERIES : worker}`;
  return { work, deadLetters: (worker) => `${work(worker)}-dead-letters` };
}
