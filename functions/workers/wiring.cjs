// What one row of custom.workers means. Pure: rows in, template out. The row `archive` becomes ArchiveQueue,
// ArchiveDeadLetterQueue, ArchiveSubscription, ArchiveQueuePolicy, ArchiveRole, ArchiveDeadLetterAlarm and the function.
const { pascal } = require('./wiring/naming.cjs');
const { workerAlarm } = require('./wiring/worker-alarm.cjs');
const { workerFunction } = require('./wiring/worker-function.cjs');
const { workerQueues } = require('./wiring/worker-queues.cjs');
const { workerRole } = require('./wiring/worker-role.cjs');
const { readWorkerRows } = require('./wiring/worker-row.cjs');
const { workerSubscription } = require('./wiring/worker-subscription.cjs');

/** @typedef {{ resolveConfigurationProperty: (path: string[]) => Promise<unknown> }} Resolver */

/** The functions of all rows, for `functions:`. @param {Resolver} resolver */
module.exports.functions = async ({ resolveConfigurationProperty }) => {
  const rows = readWorkerRows(await resolveConfigurationProperty(['custom', 'workers']));
  return Object.fromEntries(rows.map((row) => [row.name, workerFunction(row)]));
};

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
      ...workerAlarm(row, id, name),
    };
  });
  return { Resources: Object.assign({}, ...resources) };
};
