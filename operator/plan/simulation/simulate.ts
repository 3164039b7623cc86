import type { Quotas } from '../aws-facts.ts';
import { type Design } from '../design.ts';
import { createEdge } from './edge.ts';
import { advance, mappingsOf, noteDrained } from './mappings.ts';
import { compareByHand } from './by-hand.ts';
import { perSecondAt, troubleAt, type Shape, type Trouble } from './shapes.ts';
import type { Sample, Simulated } from './simulated.ts';

const DRAIN_SECONDS_MAX = 24 * 60 * 60;
const SAMPLES_MAX = 240;
/** Twice the highest rate that there was, half an hour later. */
const DOUBLING_SECONDS = 30 * 60;

/** Second by second from the POST to the result: throttles, how fast Lambda and its mappings grow, quotas, retries, dead letters. */
export function simulate(design: Design, shape: Shape, quotas: Quotas, about = workerMostAtRisk(design)): Simulated {
  const mappings = mappingsOf(design, quotas);
  const [dispatch, ...workers] = mappings;
  if (!dispatch) throw new Error('There is nothing to simulate');
  const edge = createEdge(design, quotas);
  const totals = { posted: 0, accepted: 0, throttledByApi: 0, throttledByLambda: 0, secondsAtSnsQuota: 0 };
  let writesMost = quotas.newTableWritesPerSecond;
  const samples: Sample[] = [];
  const every = Math.max(1, Math.floor(shape.seconds / SAMPLES_MAX));

  for (let second = 0; second < shape.seconds + DRAIN_SECONDS_MAX; second += 1) {
    const isTraffic = second < shape.seconds;
    const perSecond = isTraffic ? perSecondAt(shape, second) : 0;
    const { accepted, byApi, byLambda, environments } = edge(perSecond);
    totals.posted += perSecond;
    totals.accepted += accepted;
    totals.throttledByApi += byApi;
    totals.throttledByLambda += byLambda;
    dispatch.model.arrive(accepted, second);
    const mayPublish = quotas.snsMessagesPerSecond / design.eventsPerWebhook;
    const published = advance(dispatch, second, { failing: 0, isPaused: false }, mayPublish);
    if (published.taken >= mayPublish) totals.secondsAtSnsQuota += 1;
    let writesLeft = writesMost;
    for (const worker of workers) {
      const most = worker.writeUnits === 0 ? Infinity : writesLeft / worker.writeUnits;
      const trouble = (kind: Trouble['kind']) => (worker.name === about ? troubleAt(shape, kind, second) : 0);
      worker.model.arrive(published.succeeded * design.eventsPerWebhook * worker.share, second, trouble('poison'));
      const { taken } = advance(worker, second, { failing: trouble('failing'), isPaused: trouble('paused') > 0 }, most);
      writesLeft -= taken * worker.writeUnits;
    }
    if (second > 0 && second % DOUBLING_SECONDS === 0)
      writesMost = Math.min(quotas.tableWritesPerSecond, Math.max(writesMost, 2 * (writesMost - writesLeft)));
    const isDrained = mappings.every(({ model }) => model.isEmpty());
    if (second % every === 0)
      samples.push({
        second,
        perSecond,
        throttled: byApi + byLambda,
        environments,
        queues: Object.fromEntries(
          mappings.map(({ name, model }) => [
            name,
            {
              backlog: model.backlog(),
              concurrency: model.concurrency(),
              ageSeconds: model.ageSeconds(second),
              inFlight: model.inFlight(),
            },
          ]),
        ),
      });
    if (!isTraffic) noteDrained(mappings, second - shape.seconds);
    if (!isTraffic && isDrained) break;
  }
  const simulated = { shape: shape.name, ...totals, queues: mappings.map(({ outcome }) => outcome), samples, about };
  return { ...simulated, byHand: compareByHand(simulated, design, shape, quotas) };
}

/** What calls others fails when these do; else the worker that gets most. */
const workerMostAtRisk = ({ workers }: Design) =>
  workers.toSorted(
    (one, other) =>
      other.writeUnitsPerEvent * other.share - one.writeUnitsPerEvent * one.share || other.share - one.share,
  )[0]?.name ?? '';
