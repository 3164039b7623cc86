import type { Invariant } from './invariant.ts';

export const answersInTime: Invariant = {
  name: 'A function answers before Lambda ends it, and never throws over its invocation',
  check: ({ invocations }) =>
    invocations
      .filter(({ ending, wasTroubled, functionName }) => {
        if (ending === 'answered' || wasTroubled) return false;
        if (ending === 'timed-out') return !MAY_TIME_OUT.includes(functionName);
        return !MAY_THROW.includes(functionName);
      })
      .map(({ functionName, requestId, ending }) => `${functionName} ${ending} (${requestId})`),
};

/** Whoever invokes these by hand, or by a schedule, is told so by the error; nothing is lost with it. */
const MAY_THROW = ['replay', 'probe', 'sweep', 'inspect', 'measure'];

/**
 * What they send back takes several calls that belong together, each of 10 s where a service is slow; who is ended over them
 * leaves claims that pass, and the next minute goes on. No batch comes back as it does from a function behind a queue.
 */
const MAY_TIME_OUT = ['probe'];
