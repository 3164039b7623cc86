import type { Unread } from '../doctor-context.ts';

/**
 * What was asked for, or why it could not be read: a doctor goes on without it and says so. A fault of our own code is none
 * of these.
 */
export async function orUnread<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer | Unread> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) throw error;
    return { unread: `${what} could not be asked: ${error.message}` };
  }
}
