import { RetryLater } from '#shared/errors.ts';
import type { DestinationLookup } from '#shared/destinations/destination-lookup.ts';
import type { Destination } from '#shared/messages/destination.ts';
import type { Worker } from '../worker.ts';
import { combineFailures, type FailedDestination } from './combine-failures.ts';
import { matchesEvent } from './matches-event.ts';
import type { PostEvent, Receipt } from './post-event.ts';

export interface ForwardPorts {
  readonly destinations: DestinationLookup;
  readonly postEvent: PostEvent;
}

/** One receipt for each destination that wanted the event. */
export interface Forwarded {
  readonly receipts: readonly Receipt[];
}

/**
 * Posts an event to every destination that wants it, all at the same time; one that fails never keeps it from another. When
 * the event comes again, those that have taken it are not asked again.
 */
export function createForwardEvent({ destinations, postEvent }: ForwardPorts): Worker<Forwarded> {
  return async function forwardEvent(event, context) {
    let body: Promise<Buffer> | undefined;
    // The body is read for each post that is made, and for nothing else.
    let posted = 0;
    const readBody = () => {
      posted += 1;
      return (body ??= context.readBody());
    };
    const shared = { ...context, readBody };
    const post = async (destination: string, entry: Destination | 'invalid'): Promise<Outcome> => {
      try {
        // Nobody knows whether an invalid entry wants this event: it waits for the correction.
        if (entry === 'invalid') throw new RetryLater(`The destination ${destination} is configured wrongly`);
        return await postEvent(destination, entry, event, shared);
      } catch (error) {
        return { destination, error };
      }
    };
    const wanted = Object.entries(await destinations()).filter(
      ([, entry]) => entry === 'invalid' || matchesEvent(entry, event),
    );
    const outcomes = await Promise.all(wanted.map(([name, entry]) => post(name, entry)));
    const failures = outcomes.filter((outcome) => 'error' in outcome);
    if (failures.length > 0) throw combineFailures(failures);
    if (outcomes.length > 0 && posted === 0) context.noteDuplicate();
    return { receipts: outcomes.filter((outcome) => 'status' in outcome) };
  };
}

type Outcome = Receipt | FailedDestination;
