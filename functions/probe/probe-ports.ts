import type { BreakerStore } from '#shared/breakers/breaker-store.ts';
import type { DeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import type { SendBack } from '#shared/dead-letters/send-back.ts';
import type { WithReceipt } from '#shared/dead-letters/with-receipt.ts';
import type { DestinationLookup } from '#shared/destinations/destination-lookup.ts';
import type { Clock, Ids, Log } from '#shared/ports.ts';

export interface ProbePorts {
  readonly destinations: DestinationLookup;
  readonly breakers: BreakerStore;
  readonly deadLetters: Pick<DeadLetterStore, 'page'>;
  readonly sendBack: SendBack;
  readonly withReceipt: WithReceipt;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
