// For how long the results bucket keeps what, by its lifecycle rules. Pure: rows and settings in, rules out.

/** @typedef {{ readonly name: string, readonly resultsPrefix: string, readonly results: 'batch' | 'event' }} Row */
/** @typedef {{ resolveConfigurationProperty: (path: string[]) => Promise<unknown>, resolveVariable: (text: string) => Promise<unknown> }} Resolver */

/**
 * Two queues keep a message for 14 days each: until it is a dead letter's record, what it points to must still be there.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
const DAYS_MIN = 30;

/** As long as markers live and a dead letter can be replayed: what the archive kept for longer could be done a second time. */
const DAYS_MAX = 400;

/**
 * Each has a rule whether it is offered or not: what was tagged while it was keeps its end after it is withdrawn.
 */
const RULED_DAYS = [30, 60, 90, 120, 180, 270, 365];

/** Each worker without a prefix of its own keeps its results there, and nothing else. */
const RESULTS_PREFIX = 'results/';

/** For so long an erasure is repeated for what workers make late: two queues of 14 days each, and a day more. */
const ERASE_AGAIN_DAYS = 30;

/** The tag of objects that are not kept for as long as the others; shared/aws/objects.ts writes it. */
const TAG = 'retention-days';

/**
 * What a source may ask for beside the stage's own: shorter ones alone. Of two rules that mean one object the earlier end
 * counts, so that a tag cannot keep anything for longer than the rule of its prefix.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html
 * @param {unknown} retentionDays
 * @param {unknown} offered
 * @returns {readonly number[]}
 */
function offeredDays(retentionDays, offered) {
  const most = checkedDays('params: retentionDays', retentionDays);
  if (!Array.isArray(offered)) throw refusal('custom.retentionDaysOffered: must be a list of days');
  const days = offered.map((one) => checkedDays('custom.retentionDaysOffered', one));
  const other = days.find((one) => !RULED_DAYS.includes(one));
  if (other !== undefined) {
    throw refusal(`custom.retentionDaysOffered: ${other} is none of ${RULED_DAYS.join(', ')}`);
  }
  return [...new Set(days)].filter((one) => one < most).toSorted((one, other) => one - other);
}

/** By whose tag the bucket forgets. @param {unknown} retentionDays */
function ruledDays(retentionDays) {
  const most = checkedDays('params: retentionDays', retentionDays);
  return RULED_DAYS.filter((one) => one < most);
}

/**
 * @param {string} place
 * @param {unknown} days
 */
function checkedDays(place, days) {
  const number = typeof days === 'string' && days.trim() !== '' ? Number(days) : days;
  if (typeof number === 'number' && Number.isInteger(number) && number >= DAYS_MIN && number <= DAYS_MAX) return number;
  throw refusal(`${place}: must be whole days from ${DAYS_MIN} to ${DAYS_MAX}`);
}

/**
 * Never what waits under `spilled/`, nor what a worker of its own prefix keeps beside its results: the ledger's entries are
 * books. Below `results/` one rule stays when rows go.
 * @param {readonly Row[]} rows
 * @param {{ readonly retentionDays: unknown, readonly offered: unknown }} settings
 */
function lifecycleRules(rows, { retentionDays, offered }) {
  const days = checkedDays('params: retentionDays', retentionDays);
  // Refused here as well: it is read first.
  offeredDays(retentionDays, offered);
  const results = rows
    .filter((row) => !isBelowResults(row))
    .map((row) => ({ Id: `forget-results-of-${row.name}`, Prefix: resultsOf(row) }));
  const own = ['claim-checks', 'replays', 'replay-outcomes'].map((folder) => ({
    Id: `forget-${folder}`,
    Prefix: `${folder}/`,
  }));
  return [
    { Id: 'forget-unfinished-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
    {
      Id: 'forget-what-to-erase-again',
      Prefix: 'erasures/_again/',
      Status: 'Enabled',
      ExpirationInDays: ERASE_AGAIN_DAYS,
    },
    ...[...results, { Id: 'forget-results', Prefix: RESULTS_PREFIX }, ...own].map((rule) => ({
      ...rule,
      Status: 'Enabled',
      ExpirationInDays: days,
    })),
    ...ruledDays(retentionDays).map((shorter) => ({
      Id: `forget-after-${shorter}-days`,
      Status: 'Enabled',
      TagFilters: [{ Key: TAG, Value: String(shorter) }],
      ExpirationInDays: shorter,
    })),
  ];
}

/** What is kept per batch lies by its hour, and so apart from what a worker keeps besides. @param {Row} row */
const resultsOf = ({ resultsPrefix, results: per }) => (per === 'batch' ? `${resultsPrefix}date=` : resultsPrefix);

/** @param {Row} row */
const isBelowResults = ({ resultsPrefix }) => resultsPrefix.startsWith(RESULTS_PREFIX);

/** osls prints the stack of whatever a resolver throws; this is a sentence for whoever wrote the setting. @param {string} sentence */
function refusal(sentence) {
  const error = new Error(sentence);
  error.stack = sentence;
  return error;
}

/** @param {Resolver} resolver */
const settingsOf = async ({ resolveConfigurationProperty, resolveVariable }) => ({
  retentionDays: await resolveVariable('param:retentionDays'),
  offered: await resolveConfigurationProperty(['custom', 'retentionDaysOffered']),
});

/** As one variable of a function; `none` where the stage's own is the only one. @param {Resolver} resolver */
module.exports.offeredVariable = async (resolver) => {
  const { retentionDays, offered } = await settingsOf(resolver);
  return offeredDays(retentionDays, offered).join('/') || 'none';
};

/** As one variable of whoever tags what was there before. @param {Resolver} resolver */
module.exports.ruledVariable = async (resolver) =>
  ruledDays((await settingsOf(resolver)).retentionDays).join('/') || 'none';

/**
 * What an erasure takes from: results, and nothing that a worker of its own prefix keeps beside them. Below `results/` there
 * is nothing else, and those of rows that are gone lie there too; one line for all of them keeps a role of twenty rows small.
 * @param {readonly Row[]} rows
 * @returns {readonly string[]}
 */
module.exports.erasedPrefixes = (rows) => [
  ...rows.filter((row) => !isBelowResults(row)).map(resultsOf),
  RESULTS_PREFIX,
];

module.exports.lifecycleRules = lifecycleRules;
module.exports.offeredDays = offeredDays;
module.exports.resultsOf = resultsOf;
module.exports.settingsOf = settingsOf;
