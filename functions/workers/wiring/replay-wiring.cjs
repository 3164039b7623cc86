// What `inspect` and `replay` know of the rows: who has dead letters, where these are sent back to, and who gets which events.
const { deflateRawSync } = require('node:zlib');
const { pascal, getArn } = require('./naming.cjs');

/** @import { WorkerRow } from './worker-row.cjs' */

/** Everyone who has dead letters, as one variable: no name has a slash. @param {readonly WorkerRow[]} rows */
const workerNames = (rows) => ['dispatch', ...rows.map(({ name }) => name)].join('/');

/** @param {readonly WorkerRow[]} rows */
const workQueueArns = (rows) =>
  ['Deliveries', ...rows.map(({ name }) => pascal(name))].map((id) => getArn(`${id}Queue`));

/**
 * A function's variables have 4 KB together, and the others take less than the rest.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const ROWS_CHARACTERS_MAX = 3000;

/**
 * What shared/workers/worker-row.ts reads, as one variable: packed, so that some twenty rows fit.
 * @param {readonly WorkerRow[]} rows
 */
function packedRows(rows) {
  const told = rows.map(({ name, impact, types, sources, resultsPrefix, results, markers }) => ({
    name,
    impact,
    types,
    sources,
    resultsPrefix,
    results,
    markers,
  }));
  const packed = deflateRawSync(JSON.stringify(told), { level: 9 }).toString('base64');
  if (packed.length <= ROWS_CHARACTERS_MAX) return packed;
  throw new Error(
    `custom.workers: all rows together take ${packed.length} characters of a function's variables, and at most ` +
      `${ROWS_CHARACTERS_MAX} fit: shorten impact, or lists of types by a prefix ending in *`,
  );
}

/** What a listing of all results is allowed by. @param {readonly WorkerRow[]} rows */
const resultPrefixes = (rows) => rows.map(({ resultsPrefix }) => `${resultsPrefix}*`);

/** @param {readonly WorkerRow[]} rows */
const resultArns = (rows) =>
  rows.map(({ resultsPrefix }) => ({ 'Fn::Sub': `\${ResultsBucket.Arn}/${resultsPrefix}*` }));

module.exports = { workerNames, workQueueArns, packedRows, resultPrefixes, resultArns };
