// Functions that fail, are throttled or come near their time-out.
const { hooks, logOf } = require('./alarm.cjs');
const { ofFunction } = require('./metric.cjs');

/** @import { AlarmRow } from './alarm.cjs' */
/** @import { StageParts } from '../stage-parts.cjs' */

/** Nine in ten thousand invocations are cut off soon after that: what they did begins again. */
const DURATION_SHARE = 0.8;

/**
 * Who is hurt by each function that is no worker; its section of the runbooks is `<name>-failing`.
 * `isTimed`: it should end early; the others work until their time is over, and come again.
 * `breaching`: an error of what is tried again is one only when it stays, for two of three times five minutes.
 * @type {Readonly<Record<string, Pick<AlarmRow, 'hurt' | 'breaching'> & { isTimed?: true }>>}
 */
const STEPS = {
  ingest: { hurt: 'Senders get no answer; what they do not send again is lost.', isTimed: true },
  sweep: { hurt: 'Accepted webhooks that were spilled to the results bucket reach no worker yet.' },
  dispatch: { hurt: 'Accepted webhooks reach no worker at all.', isTimed: true, breaching: [2, 3] },
  keeper: { hurt: 'Operators neither see nor replay new dead letters.', isTimed: true, breaching: [2, 3] },
  probe: {
    hurt: 'Destinations that are up again do not get what has waited for them.',
    breaching: [2, 3],
  },
  measure: { hurt: 'Nobody is told of dead letters that have waited for days.', breaching: [2, 3] },
};

/** They answer an operator, who sees that they failed: one alarm for all, so that it is known to others too. */
const ASKED_BY_OPERATORS = ['inspect', 'replay', 'erase'];

/** @param {StageParts} parts @returns {readonly AlarmRow[]} */
function functionAlarms(parts) {
  const impacts = new Map(parts.workers.map(({ name, impact }) => [name, impact]));
  const watched = parts.functions.flatMap(({ name, timeoutSeconds }) => {
    const impact = impacts.get(name);
    if (impact !== undefined) {
      const worker = { hurt: impact, isTimed: /** @type {const} */ (true), breaching: /** @type {const} */ ([2, 3]) };
      return [failing(parts, name, timeoutSeconds, worker, 'worker-failing')];
    }
    const step = STEPS[name];
    return step ? [failing(parts, name, timeoutSeconds, step, `${name}-failing`)] : [];
  });
  return [...watched, operatorsErrors(parts)];
}

/**
 * @param {StageParts} parts
 * @param {string} name
 * @param {number} timeoutSeconds
 * @param {(typeof STEPS)[string]} step
 * @param {string} runbook
 * @returns {AlarmRow}
 */
function failing(parts, name, timeoutSeconds, { hurt, isTimed, breaching = [1, 1] }, runbook) {
  const functionName = `${parts.prefix}-${name}`;
  const slow = isTimed ? `, or takes over ${100 * DURATION_SHARE} % of its ${timeoutSeconds} s` : '';
  const slowTerm = isTimed ? ` + IF(FILL(duration, 0) > ${DURATION_SHARE * timeoutSeconds * 1000}, 1, 0)` : '';
  return {
    name: `${name}-failing`,
    hurt,
    seen: `The function fails or is throttled${slow}.`,
    look: `${hooks(parts, 'status')} and ${logOf(parts, name)}`,
    runbook,
    metrics: {
      errors: ofFunction(functionName, 'Errors'),
      throttles: ofFunction(functionName, 'Throttles'),
      ...(isTimed && { duration: ofFunction(functionName, 'Duration', 'p99') }),
    },
    // Of an invocation that is throttled there is neither an error nor a duration.
    expression: `FILL(errors, 0) + FILL(throttles, 0)${slowTerm}`,
    breaching,
  };
}

/** @param {StageParts} parts @returns {AlarmRow} */
function operatorsErrors(parts) {
  const asked = parts.functions.map(({ name }) => name).filter((name) => ASKED_BY_OPERATORS.includes(name));
  return {
    name: 'operators-errors',
    hurt: 'Operators cannot look, replay or erase; webhooks go on.',
    seen: `One of ${asked.join(', ')} failed, or was out of time.`,
    look: `${hooks(parts, 'runs list')} and ${logOf(parts, '<function>')}`,
    runbook: 'operators-errors',
    metrics: Object.fromEntries(asked.map((name) => [name, ofFunction(`${parts.prefix}-${name}`, 'Errors')])),
    expression: asked.map((name) => `FILL(${name}, 0)`).join(' + '),
  };
}

module.exports = { functionAlarms };
