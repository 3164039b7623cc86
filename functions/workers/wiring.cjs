// What one row of custom.workers means. Pure: rows in, template out. The row `archive` becomes ArchiveQueue,
// ArchiveDeadLetterQueue, ArchiveSubscription, ArchiveQueuePolicy, ArchiveRole and the function; its alarms are made in
// shared/resources/alarms.cjs.
const { deadLetterQueueArns, deadLetterQueueEvents } = require('./wiring/dead-letter-queues.cjs');
const { pascal } = require('./wiring/naming.cjs');
const { packedRows, resultArns, resultPrefixes, workerNames, workQueueArns } = require('./wiring/replay-wiring.cjs');
const { workerFunction } = require('./wiring/worker-function.cjs');
const { workerQueues } = require('./wiring/worker-queues.cjs');
const { workerRole } = require('./wiring/worker-role.cjs');
const { readWorkerRows } = require('./wiring/worker-row.cjs');
const { workerSubscription } = require('./wiring/worker-subscription.cjs');
const { erasedPrefixes, lifecycleRules, settingsOf } = require('../../shared/resources/retention.cjs');

/** @typedef {{ resolveConfigurationProperty: (path: string[]) => Promise<unknown> }} Resolver */

/** The functions of all rows, for `functions:`. @param {Resolver} resolver */
module.exports.functions = async ({ resolveConfigurationProperty }) => {
  const rows = readWorkerRows(await resolveConfigurationProperty(['custom', 'workers']));
  const stage = String(await resolveConfigurationProperty(['provider', 'stage']));
  return Object.fromEntries(rows.map((row) => [row.name, workerFunction(row, stage)]));
};

/** The keeper's, for its `events:`. @param {Resolver} resolver */
module.exports.deadLetterQueueEvents = async ({ resolveConfigurationProperty }) =>
  deadLetterQueueEvents(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers'])));

/** For the rights of whoever reads every dead-letter queue. @param {Resolver} resolver */
module.exports.deadLetterQueueArns = async ({ resolveConfigurationProperty }) =>
  deadLetterQueueArns(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers'])));

/** Everyone who has dead letters, `dispatch` too. @param {Resolver} resolver */
module.exports.workerNames = async ({ resolveConfigurationProperty }) =>
  workerNames(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers'])));

/** What every row says of its worker, for whoever tells operators of it. @param {Resolver} resolver */
module.exports.workerRows = async ({ resolveConfigurationProperty }) =>
  packedRows(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers'])));

/** For the rights of whoever looks for what became of an event. @param {Resolver} resolver */
module.exports.resultPrefixes = async ({ resolveConfigurationProperty }) =>
  resultPrefixes(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers'])));

/** @param {Resolver} resolver */
module.exports.resultArns = async ({ resolveConfigurationProperty }) =>
  resultArns(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers'])));

/** For the rights of whoever sends dead letters back. @param {Resolver} resolver */
module.exports.workQueueArns = async ({ resolveConfigurationProperty }) =>
  workQueueArns(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers'])));

/**
 * For how long the results bucket keeps what.
 * @param {Resolver & { resolveVariable: (text: string) => Promise<unknown> }} resolver
 */
module.exports.lifecycleRules = async (resolver) =>
  lifecycleRules(
    readWorkerRows(await resolver.resolveConfigurationProperty(['custom', 'workers'])),
    await settingsOf(resolver),
  );

/** Where results are erased. @param {Resolver} resolver */
module.exports.erasedArns = async ({ resolveConfigurationProperty }) =>
  erasedPrefixes(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers']))).map((prefix) => ({
    'Fn::Sub': `\${ResultsBucket.Arn}/${prefix}*`,
  }));

/** Where an erasure looks. @param {Resolver} resolver */
module.exports.erasedListings = async ({ resolveConfigurationProperty }) => [
  ...erasedPrefixes(readWorkerRows(await resolveConfigurationProperty(['custom', 'workers']))).map(
    (prefix) => `${prefix}*`,
  ),
  'archive/',
  'claim-checks/*',
  'erasures/_again/*',
  'spilled/*',
];

/** Everything else of all rows, for `resources:`. @param {Resolver} resolver */
module.exports.resources = async ({ resolveConfigurationProperty }) => {
  const rows = readWorkerRows(await resolveConfigurationProperty(['custom', 'workers']));
  const service = await resolveConfigurationProperty(['service']);
  const stage = await resolveConfigurationProperty(['provider', 'stage']);
  const resources = rows.map((row) => {
    const id = pascal(row.name);
    // The function and its queue share one name, as everything does that belongs to a step.
    const name = [service, stage, row.name].join('-');
    return {
      ...workerQueues(row, id, name),
      ...workerSubscription(row, id),
      ...workerRole(row, id, name),
    };
  });
  return { Resources: Object.assign({}, ...resources) };
};
