// One row of custom.workers: what it may say, and what is refused by row and key before anything is built from it.
const v = require('valibot');
const { CANARY_SOURCE, prefixOverCanary } = require('./canary-source.cjs');
const { crowding, FAILING_PER_SECOND } = require('./in-flight.cjs');
const { retryHorizonSeconds } = require('./retry-horizon.cjs');

/** What SNS lets a subscription compare: https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const FILTER_COMBINATIONS_MAX = 150;

/** A function's name is `<service>-<stage>-<row>` and has at most 64. */
const NAME_CHARACTERS_MAX = 31;

/**
 * An alarm's description has at most 1024, and says where to look besides.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const IMPACT_CHARACTERS_MAX = 500;

/**
 * It stands in the function's description, which has at most 256 with the row's name and its attempts.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
const PREFIX_CHARACTERS_MAX = 128;

/** A row of such a name would silently replace a step's queue or role. */
const TAKEN_NAMES = [
  'ingest',
  'dispatch',
  'deliveries',
  'keeper',
  'inspect',
  'replay',
  'erase',
  'measure',
  'probe',
  'sweep',
];

/** What SQS can hide a message for: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
const VISIBILITY_SECONDS_MAX = 43_200;

/** One in a hundred seconds: what fails more rarely crowds no queue, and zero would switch the check off. */
const FAILING_PER_SECOND_MIN = 0.01;

/** Objects of the config bucket that a worker may read, `config/<name>.json`; never the sources, which hold every sender's secret. */
const CONFIGURATIONS = ['destinations'];

/** Bodies that are too large for a message, the receipts of runs and their outcomes and of erasures, and messages that wait for the deliveries queue. */
const TAKEN_FOLDERS = ['claim-checks', 'replays', 'replay-outcomes', 'spilled', 'erasures'];

const whole = (/** @type {number} */ least, /** @type {number} */ most) =>
  v.pipe(
    v.number(`must be a whole number from ${least} to ${most}`),
    v.integer(`must be a whole number from ${least} to ${most}`),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );

const attributeValues = v.pipe(
  v.array(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9._:/-]{1,128}\*?$/, 'is a type or source name, or a prefix ending in *')),
  ),
  v.minLength(1, 'must name at least one, or be left out to mean all'),
);

const rowSchema = v.strictObject({
  /** Who is hurt when this worker fails; it becomes the alarm's text. */
  impact: v.pipe(
    v.string('must say who is hurt when this worker fails'),
    v.minLength(20, 'must be a whole sentence'),
    v.maxLength(IMPACT_CHARACTERS_MAX, `must have at most ${IMPACT_CHARACTERS_MAX} characters`),
  ),
  /** Only these event types; left out: all of them. */
  types: v.optional(attributeValues),
  /** Only these sources; left out: all of them. */
  sources: v.optional(attributeValues),
  timeoutSeconds: whole(1, 900),
  memoryMegabytes: whole(128, 10_240),
  batchSize: whole(1, 10_000),
  batchWindowSeconds: whole(0, 300),
  maximumConcurrency: whole(2, 1000),
  /** Of one batch. Two is for workers that parse: parsed JSON takes up to 22 times its text. One that waits for others takes more. */
  eventsAtOnce: v.optional(whole(1, 50), 2),
  /** Fewer than 5 lets a short throttle fill the dead-letter queue with good messages. */
  attempts: whole(5, 1000),
  /** The longest wait between two attempts; the waits double up to it. */
  backoffCeilingSeconds: whole(1, VISIBILITY_SECONDS_MAX),
  /** How many events a second may be failing at once while what the worker calls is away. */
  failingPerSecond: v.optional(
    v.pipe(
      v.number('must be a number of events a second'),
      v.minValue(FAILING_PER_SECOND_MIN, `must be at least ${FAILING_PER_SECOND_MIN}`),
    ),
    FAILING_PER_SECOND,
  ),
  resultsPrefix: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(?:[a-z0-9-]+\/)+$/, 'must be lower-case folders ending in /'),
      v.maxLength(PREFIX_CHARACTERS_MAX, `must have at most ${PREFIX_CHARACTERS_MAX} characters`),
      v.check(
        (prefix) => !TAKEN_FOLDERS.includes(prefix.split('/')[0] ?? ''),
        `must not begin with ${TAKEN_FOLDERS.join(' or ')}: there lie things of the pipeline's own`,
      ),
    ),
  ),
  /** One object per batch is the cheapest; one per event is its own marker. */
  results: v.optional(v.picklist(['batch', 'event'], 'must be batch or event'), 'batch'),
  /** What the worker has done outside of our own stores is kept in the markers table. */
  markers: v.optional(v.literal(true, 'must be true, or be left out')),
  /** What the worker keeps under its prefix it also reads: to compare what it is told again. */
  rereads: v.optional(v.literal(true, 'must be true, or be left out')),
  configuration: v.optional(
    v.pipe(
      v.array(v.picklist(CONFIGURATIONS, `must be one of ${CONFIGURATIONS.join(', ')}`)),
      v.minLength(1, 'must name at least one, or be left out'),
    ),
  ),
});

/**
 * @typedef {v.InferOutput<typeof rowSchema> & {
 *   readonly name: string,
 *   readonly resultsPrefix: string,
 *   readonly visibilitySeconds: number,
 *   readonly horizonSeconds: number,
 * }} WorkerRow
 */

/**
 * The checked rows in their order, with what follows from them.
 * @param {unknown} rows custom.workers as written
 * @returns {readonly WorkerRow[]}
 * @throws {Error} that names the row and the key
 */
function readWorkerRows(rows) {
  try {
    return readRows(rows);
  } catch (error) {
    // osls prints the stack of whatever a resolver throws; these are sentences for whoever wrote the row.
    if (error instanceof Error) error.stack = error.message;
    throw error;
  }
}

/** @param {unknown} rows */
function readRows(rows) {
  if (typeof rows !== 'object' || rows === null || Array.isArray(rows)) {
    throw new Error('custom.workers must be a map of worker name to settings');
  }
  const read = Object.entries(rows).map(([name, row]) => readWorkerRow(name, row));
  for (const { name, resultsPrefix } of read) {
    const other = read.find((row) => row.name !== name && resultsPrefix.startsWith(row.resultsPrefix));
    if (other) throw new Error(`custom.workers.${name}.resultsPrefix: lies within that of ${other.name}`);
  }
  return read;
}

/**
 * @param {string} name
 * @param {unknown} row
 * @returns {WorkerRow}
 */
function readWorkerRow(name, row) {
  // Each word begins with a letter, else `a-1` and `a1` would both be A1 and one would replace the other.
  if (!/^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/.test(name) || name.length > NAME_CHARACTERS_MAX) {
    throw new Error(
      `custom.workers.${name}: a worker's name is lower-case words joined by hyphens, at most ${NAME_CHARACTERS_MAX} characters`,
    );
  }
  if (TAKEN_NAMES.includes(name))
    throw new Error(`custom.workers.${name}: the pipeline itself has a part of this name`);
  const parsed = v.safeParse(rowSchema, row);
  if (!parsed.success) throw new Error(parsed.issues.map((issue) => refusal(name, issue)).join('\n'));
  const settings = parsed.output;
  // Lambda's rule: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
  if (settings.batchSize > 10 && settings.batchWindowSeconds < 1) {
    throw new Error(`custom.workers.${name}.batchWindowSeconds: must be at least 1 when batchSize is over 10`);
  }
  if ((settings.types?.length ?? 1) * (settings.sources?.length ?? 1) > FILTER_COMBINATIONS_MAX) {
    throw new Error(`custom.workers.${name}: types × sources may make at most ${FILTER_COMBINATIONS_MAX} combinations`);
  }
  const overCanary = prefixOverCanary(settings.sources ?? []);
  if (overCanary !== undefined) {
    throw new Error(
      `custom.workers.${name}.sources: ${overCanary} would also mean the source ${CANARY_SOURCE}, whose events tell of nothing: use a longer prefix, or names`,
    );
  }
  const horizonSeconds = retryHorizonSeconds(settings);
  const crowded = crowding({ ...settings, horizonSeconds });
  if (crowded) throw new Error(`custom.workers.${name}: ${crowded}`);
  return {
    ...settings,
    name,
    resultsPrefix: settings.resultsPrefix ?? `results/${name}/`,
    // A batch may wait for its window, be throttled and be tried again before SQS may show it to anyone else.
    visibilitySeconds: 6 * settings.timeoutSeconds + settings.batchWindowSeconds,
    horizonSeconds,
  };
}

/**
 * @param {string} name
 * @param {v.BaseIssue<unknown>} issue
 */
function refusal(name, issue) {
  const key = v.getDotPath(issue) ?? '';
  const path = `custom.workers.${name}${key && `.${key}`}`;
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${path}: no such setting`;
  if (issue.input === undefined) return `${path}: is missing`;
  return `${path}: ${issue.message}`;
}

module.exports = { readWorkerRows };
