// What senders see of us, and what of theirs we refuse.
const { hooks, logOf } = require('./alarm.cjs');
const { ofEdge, ofOurs } = require('./metric.cjs');

/** @import { AlarmRow } from './alarm.cjs' */
/** @import { StageParts } from '../stage-parts.cjs' */

/** The most impatient senders hang up after it, and send again what we may have accepted. */
const SLOW_MILLISECONDS = 3000;

/** @param {StageParts} parts @returns {readonly AlarmRow[]} */
const edgeAlarms = (parts) => [
  errors(parts),
  slow(parts),
  refused(parts),
  rejected(parts),
  spilled(parts),
  stale(parts),
  ...(parts.expectWebhooksWithinMinutes > 0 ? [absent(parts)] : []),
];

/** @param {StageParts} parts @returns {AlarmRow} */
const errors = (parts) => ({
  name: 'api-errors',
  hurt: 'Webhooks are not accepted; what their senders do not send again is lost.',
  seen: 'Over 1 % of requests are answered 5xx.',
  look: `${hooks(parts, 'status')} and ${logOf(parts, 'ingest')}`,
  runbook: 'api-errors',
  metrics: { errors: ofEdge(parts).errors, requests: ofEdge(parts).requests },
  // Two in five minutes are told by no share: senders send again.
  expression: 'IF(errors > 2, 100 * errors / requests, 0)',
  above: 1,
});

/** @param {StageParts} parts @returns {AlarmRow} */
const slow = (parts) => ({
  name: 'api-slow',
  hurt: 'Senders hang up before they have our answer, send again, and in the end switch the webhook off.',
  seen: `${parts.edge === 'http-api' ? 'One' : 'Without cold starts, one'} answer in a hundred takes over ${SLOW_MILLISECONDS} ms.`,
  look: `${hooks(parts, 'status')} and ${logOf(parts, 'ingest')}`,
  runbook: 'api-slow',
  metrics: { latency: ofEdge(parts).slowest },
  above: SLOW_MILLISECONDS,
  breaching: [2, 3],
});

/** What we answer 5xx ourselves is no sender's fault, and among the API's errors. @param {StageParts} parts */
const ofSenders = (parts) => ofOurs(parts, 'WebhooksRejected', { side: 'sender' });

/** @param {StageParts} parts */
const whereRefused = ({ edge, prefix }) =>
  edge === 'http-api'
    ? `the log /aws/http-api/${prefix}, the params requestsPerSecond and requestsBurst`
    : 'the params requestsPerSecond and ingestReservedConcurrency';

/** What is 4xx and was never seen by ingest, or is for no source's path. @param {StageParts} parts @returns {AlarmRow} */
const refused = (parts) => ({
  name: 'requests-refused',
  hurt: 'Senders are answered 429 and have to send again; those that do not lose webhooks.',
  seen: 'Over 5 % of requests are refused before ingest sees them, nearly always by the throttle.',
  look: `${whereRefused(parts)}, and ${hooks(parts, 'status')}`,
  runbook: 'requests-refused',
  metrics: { refused: ofEdge(parts).refused, requests: ofEdge(parts).requests, rejected: ofSenders(parts) },
  // Fifty in five minutes: a stranger's look round for other paths.
  expression: 'IF(refused - FILL(rejected, 0) > 50, 100 * (refused - FILL(rejected, 0)) / requests, 0)',
  above: 5,
});

/** @param {StageParts} parts @returns {AlarmRow} */
const rejected = (parts) => ({
  name: 'webhooks-rejected',
  hurt: 'A sender is turned away: its secret was changed, or somebody else posts in its name.',
  seen: 'Over 20 % of the webhooks for sources that exist are rejected.',
  look: `${hooks(parts, 'tail --worker ingest')}, ${hooks(parts, 'sources check')} and ${logOf(parts, 'ingest')}`,
  runbook: 'webhooks-rejected',
  metrics: {
    accepted: ofOurs(parts, 'WebhooksAccepted'),
    rejected: ofSenders(parts),
    // Strangers try names, and nobody of ours is hurt by that.
    strangers: ofOurs(parts, 'WebhooksRejected', { reason: 'unknown-source' }),
  },
  expression:
    'IF(FILL(rejected, 0) - FILL(strangers, 0) > 20, ' +
    '100 * (rejected - FILL(strangers, 0)) / (rejected - FILL(strangers, 0) + FILL(accepted, 0)), 0)',
  above: 20,
  periodSeconds: 900,
});

/** @param {StageParts} parts @returns {AlarmRow} */
const spilled = (parts) => ({
  name: 'webhooks-spilled',
  hurt: 'Accepted webhooks reach their workers minutes later than they should.',
  seen: 'The deliveries queue did not confirm them, and they were spilled to the results bucket.',
  look: `${hooks(parts, 'status')}, ${logOf(parts, 'ingest')} and ${logOf(parts, 'sweep')}`,
  runbook: 'webhooks-spilled',
  metrics: { spilled: ofOurs(parts, 'WebhooksSpilled') },
});

/** @param {StageParts} parts @returns {AlarmRow} */
const stale = (parts) => ({
  name: 'sources-stale',
  hurt: 'New sources and secrets do not count yet, retired ones still do; a day later no webhook is accepted.',
  seen: 'For 15 minutes ingest has worked with the sources it holds, because it cannot read their object.',
  look: `${logOf(parts, 'ingest')} and ${hooks(parts, 'sources check')}`,
  runbook: 'sources-stale',
  metrics: { stale: ofOurs(parts, 'SourcesStale') },
  breaching: [3, 3],
});

/** @param {StageParts} parts @returns {AlarmRow} */
const absent = (parts) => ({
  name: 'webhooks-absent',
  hurt: 'Whatever senders have to tell does not arrive: they are down, switched us off, or the name leads elsewhere.',
  seen: `No webhook was accepted for ${parts.expectWebhooksWithinMinutes} minutes.`,
  look: `${hooks(parts, 'sources list')} and the webhook's page at the sender`,
  runbook: 'webhooks-absent',
  metrics: { accepted: ofOurs(parts, 'WebhooksAccepted') },
  below: 1,
  periodSeconds: parts.expectWebhooksWithinMinutes * 60,
  // Nothing at all is what it is about.
  isMissingWrong: true,
});

module.exports = { edgeAlarms };
