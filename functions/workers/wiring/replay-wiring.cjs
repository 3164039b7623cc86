// What `inspect` and `replay` know of the rows: who has dead letters, and where these are sent back to.
const { pascal, getArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/** Everyone who has dead letters, as one variable: no name has a slash. @param {readonly WorkerRow[]} rows */
const workerNames = (rows) => ['dispatch', ...rows.map(({ name }) => name)].join('/');

/** @param {readonly WorkerRow[]} rows */
const workQueueArns = (rows) =>
  ['Deliveries', ...rows.map(({ name }) => pascal(name))].map((id) => getArn(`${id}Queue`));

module.exports = { workerNames, workQueueArns };
