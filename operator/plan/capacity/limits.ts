import type { Quotas } from '../aws-facts.ts';
import { capOf } from '../batches.ts';
import type { Design, Mapped } from '../design.ts';
import { edgeStage } from '../edge-limits.ts';

/** A ceiling: what each webhook a second needs of it, how much there is, and what gives more. */
export interface Limit {
  readonly stage: string;
  readonly what: string;
  readonly perWebhook: number;
  readonly quota: number;
  readonly lift: string;
}

export const ceilingOf = ({ quota, perWebhook }: Limit) => (perWebhook === 0 ? Infinity : quota / perWebhook);

/** In the order of the flow; batches are full where a stage is near its ceiling. */
export function limitsOf(design: Design, quotas: Quotas): readonly Limit[] {
  const { ingest, dispatch, workers, eventsPerWebhook, deliveryKilobytes, messageKilobytes } = design;
  const environments = environmentsPerWebhook(ingest.durationMs(1), quotas);
  const ofMapped = workers.map((worker) => ({ worker, events: eventsPerWebhook * worker.share }));
  const ofDispatch = concurrencyPerMessage(dispatch, deliveryKilobytes);
  const concurrency = (worker: Mapped) => concurrencyPerMessage(worker, messageKilobytes);
  const account =
    environments + ofDispatch + ofMapped.reduce((sum, { worker, events }) => sum + events * concurrency(worker), 0);
  const writes =
    ingest.writeUnits +
    dispatch.writeUnits +
    ofMapped.reduce((sum, { worker, events }) => sum + events * worker.writeUnitsPerEvent, 0);
  const lambda = 'Lambda: Concurrent executions';
  return [
    ...limitsOfEdge(design, quotas),
    {
      stage: 'ingest',
      what: 'environments',
      perWebhook: environments,
      quota: ingest.reservedConcurrency ?? quotas.accountConcurrency,
      lift: ingest.reservedConcurrency === undefined ? `quota ${lambda}` : `param ${reservingParam(design)}`,
    },
    mappingLimit('dispatch', dispatch, ofDispatch, 'maximumConcurrency of dispatch', quotas),
    {
      stage: 'dispatch',
      what: 'messages/s of SNS',
      perWebhook: eventsPerWebhook,
      quota: quotas.snsMessagesPerSecond,
      lift: 'quota SNS: Messages Published per Second, or another Region',
    },
    ...ofMapped
      .filter(({ events }) => events > 0)
      .map(({ worker, events }) =>
        mappingLimit(worker.name, worker, events * concurrency(worker), `maximumConcurrency of ${worker.name}`, quotas),
      ),
    {
      stage: 'account',
      what: 'environments together',
      perWebhook: account,
      quota: quotas.accountConcurrency,
      lift: `quota ${lambda}`,
    },
    ...(writes === 0
      ? []
      : [
          {
            stage: 'markers',
            what: 'write units/s of a new table',
            perWebhook: writes,
            quota: quotas.newTableWritesPerSecond,
            lift: 'warm throughput of the table, or half an hour',
          },
          {
            stage: 'markers',
            what: 'write units/s of a table',
            perWebhook: writes,
            quota: quotas.tableWritesPerSecond,
            lift: 'quota DynamoDB: Table-level write throughput',
          },
        ]),
    ...ofMapped
      .filter(({ worker, events }) => events > 0 && putsPerEvent(worker, messageKilobytes) > 0)
      .map(({ worker, events }) => ({
        stage: worker.name,
        what: 'PUT/s of one prefix',
        perWebhook: events * putsPerEvent(worker, messageKilobytes),
        quota: quotas.prefixPutsPerSecond,
        lift: 'fuller batches, or more prefixes: S3 splits them by itself, slowly',
      })),
  ];
}

/** A URL's function has a tenth of the one reserved where the other is empty. */
const reservingParam = ({ isFunctionUrl }: Design) =>
  isFunctionUrl ? 'requestsPerSecond, or ingestReservedConcurrency' : 'ingestReservedConcurrency';

function limitsOfEdge(design: Design, quotas: Quotas): readonly Limit[] {
  const { isFunctionUrl, throttle } = design;
  const limit = (what: string, quota: number, lift: string): Limit => ({
    stage: edgeStage(design),
    what,
    perWebhook: 1,
    quota,
    lift,
  });
  if (isFunctionUrl) {
    const lift = `param ${reservingParam(design)}`;
    return throttle ? [limit('requests/s, ten for each reserved invocation', throttle.perSecond, lift)] : [];
  }
  return [
    ...(throttle ? [limit('requests/s, the stage’s own throttle', throttle.perSecond, 'param requestsPerSecond')] : []),
    limit('requests/s of the account', quotas.apiRequestsPerSecond, 'quota API Gateway: Throttle rate'),
  ];
}

function mappingLimit(stage: string, mapped: Mapped, perWebhook: number, setting: string, quotas: Quotas): Limit {
  const isOwn = mapped.maximumConcurrency <= quotas.mappingConcurrencyMax;
  return {
    stage,
    what: 'invocations at once',
    perWebhook,
    quota: Math.min(mapped.maximumConcurrency, quotas.mappingConcurrencyMax),
    lift: isOwn ? setting : 'provisioned pollers',
  };
}

/** Ten requests a second are all that one environment gets, however fast it is. */
export const environmentsPerWebhook = (
  durationMs: number,
  { requestsPerEnvironmentSecond }: Pick<Quotas, 'requestsPerEnvironmentSecond'>,
) => Math.max(durationMs / 1000, 1 / requestsPerEnvironmentSecond);

export function concurrencyPerMessage(mapped: Mapped, messageKilobytes: number): number {
  const batch = capOf(mapped, messageKilobytes);
  return mapped.durationMs(batch) / 1000 / batch;
}

const putsPerEvent = (worker: Design['workers'][number], messageKilobytes: number) =>
  worker.objectsPerEvent + worker.objectsPerBatch / capOf(worker, messageKilobytes);
