import type { Live } from '../doctor-context.ts';

/** Nothing but the template is looked at. */
export function nothingLive(why: string): Live {
  const unread = () => Promise.resolve({ unread: why });
  return {
    readConfiguration: unread,
    accountConcurrency: unread,
    webhooksUrl: unread,
    deployedQueues: unread,
    countMessages: unread,
    countOpenDeadLetters: unread,
  };
}
