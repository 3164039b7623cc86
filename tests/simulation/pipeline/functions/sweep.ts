import { startDeadline } from '#shared/lambda/deadline.ts';
import { createSweepSpilled, type Sweep } from '../../../../functions/sweep/sweep-spilled.ts';
import { queueNameAt, type FunctionBuild } from '../function-build.ts';

/** As functions/sweep/handler.ts. */
export const sweep: FunctionBuild<undefined, Sweep> = (start) => {
  const { ports } = start;
  const sweepSpilled = createSweepSpilled({
    deliveries: ports.queue(queueNameAt('DELIVERIES_QUEUE_URL', start)),
    spilled: ports.objects('results'),
    log: ports.log,
  });
  return async (_, context) => {
    const deadline = startDeadline(() => context.getRemainingTimeInMillis(), ports.clock);
    try {
      return await sweepSpilled(deadline);
    } finally {
      deadline.end();
    }
  };
};
