// What alarms, alert topic and dashboard know of a stage: who its workers and functions are, and the params that are theirs.
const { readEdge } = require('./edge.cjs');

/** @import { Edge } from './edge.cjs' */

/**
 * @typedef {{
 *   readonly service: string,
 *   readonly stage: string,
 *   readonly prefix: string,
 *   readonly edge: Edge,
 *   readonly workers: readonly { readonly name: string, readonly impact: string }[],
 *   readonly functions: readonly { readonly name: string, readonly timeoutSeconds: number }[],
 *   readonly alertEmail: string,
 *   readonly lateAfterSeconds: number,
 *   readonly expectWebhooksWithinMinutes: number,
 * }} StageParts `prefix`: how every name of the stage begins, `<service>-<stage>`
 */

/**
 * @typedef {{
 *   resolveConfigurationProperty: (path: string[]) => Promise<unknown>,
 *   resolveVariable: (address: string) => Promise<unknown>,
 * }} Resolver
 */

/** An alarm looks back a day at most where its periods are shorter: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const DAY_MINUTES = 24 * 60;

/** For so long SQS keeps what nobody took: later than that nothing is. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * @param {Resolver} resolver
 * @returns {Promise<StageParts>}
 */
async function readStageParts(resolver) {
  const { resolveConfigurationProperty, resolveVariable } = resolver;
  const service = String(await resolveConfigurationProperty(['service']));
  const stage = String(await resolveConfigurationProperty(['provider', 'stage']));
  const param = (/** @type {string} */ name) => resolveVariable(`param:${name}`);
  const alertEmail = await param('alertEmail');
  return {
    service,
    stage,
    prefix: `${service}-${stage}`,
    edge: await readEdge(resolver),
    workers: readWorkers(await resolveConfigurationProperty(['custom', 'workers'])),
    functions: readFunctions(await resolveConfigurationProperty(['functions'])),
    alertEmail: typeof alertEmail === 'string' ? alertEmail : '',
    lateAfterSeconds: whole('lateAfterSeconds', await param('lateAfterSeconds'), 60, RETENTION_SECONDS),
    expectWebhooksWithinMinutes: whole(
      'expectWebhooksWithinMinutes',
      await param('expectWebhooksWithinMinutes'),
      0,
      DAY_MINUTES,
    ),
  };
}

/** A row that is none is refused, by its name, where rows are read: in the wiring of workers. @param {unknown} rows */
const readWorkers = (rows) =>
  Object.entries(rows ?? {}).map(([name, row]) => ({ name, impact: String(Object(row).impact) }));

/** As written, a list of maps, or the one map that osls makes of it. @param {unknown} functions */
const readFunctions = (functions) =>
  (Array.isArray(functions) ? functions : [functions])
    .flatMap((some) => Object.entries(some ?? {}))
    .map(([name, settings]) => ({ name, timeoutSeconds: Number(Object(settings).timeout) }));

/** @param {string} name @param {unknown} given @param {number} least @param {number} most */
function whole(name, given, least, most) {
  // A param of a command is text; of an empty one Number would make 0.
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number;
  const refusal = new Error(`params.${name}: must be a whole number from ${least} to ${most}`);
  // osls prints the stack of whatever a resolver throws; this is a sentence for whoever set the param.
  refusal.stack = refusal.message;
  throw refusal;
}

module.exports = { readStageParts };
