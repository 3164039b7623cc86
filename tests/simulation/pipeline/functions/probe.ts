import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { createDeadLetterStore } from '#shared/dead-letters/dead-letter-store.ts';
import { createSendBack } from '#shared/dead-letters/send-back.ts';
import { createWithReceipt } from '#shared/dead-letters/with-receipt.ts';
import { createDestinationLookup } from '#shared/destinations/destination-lookup.ts';
import { startDeadline } from '#shared/lambda/deadline.ts';
import { createProbeDestinations, type Tick } from '../../../../functions/probe/probe-destinations.ts';
import { queueNameAt, type FunctionBuild } from '../function-build.ts';

/** As functions/probe/handler.ts. */
export const probe: FunctionBuild<undefined, Tick> = (start) => {
  const { ports } = start;
  const { clock, random, ids, log } = ports;
  const queue = ports.queue(queueNameAt('FORWARD_QUEUE_URL', start));
  const deadLetters = createDeadLetterStore(ports.table('dead-letters'));
  const probeDestinations = createProbeDestinations({
    destinations: createDestinationLookup({ config: ports.objects('config'), clock, random, log }),
    breakers: createBreakerStore(ports.table('markers')),
    deadLetters,
    sendBack: createSendBack({ store: deadLetters, queueOf: () => queue, clock }),
    withReceipt: createWithReceipt({ results: ports.objects('results'), clock, log }),
    clock,
    ids,
    log,
  });
  return async (_, context) => {
    const deadline = startDeadline(() => context.getRemainingTimeInMillis(), clock);
    try {
      return await probeDestinations(deadline, context.awsRequestId);
    } finally {
      deadline.end();
    }
  };
};
