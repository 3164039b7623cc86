import type { Invariant } from './invariant.ts';

export const answersInTime: Invariant = {
  name: 'A function answers before Lambda ends it, and never throws over its invocation',
  check: ({ invocations }) =>
    invocations
      .filter(({ ending, wasTroubled, functionName }) => {
        if (ending === 'answered' || wasTroubled) return false;
        // Whoever invokes these by hand, or by a schedule, is told so by the error; nothing is lost with it.
        return ending !== 'threw' || !MAY_THROW.includes(functionName);
      })
      .map(({ functionName, requestId, ending }) => `${functionName} ${ending} (${requestId})`),
};

const MAY_THROW = ['replay', 'probe', 'sweep', 'inspect'];
