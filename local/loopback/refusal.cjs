'use strict';

/** @typedef {Error & { code: string }} LocalOnlyError */

/**
 * @param {unknown} host
 * @returns {LocalOnlyError}
 */
function refusal(host) {
  const error = new Error(
    `Local mode talks to this machine only, and something tried to reach ${String(host)}. ` +
      'Check the endpoint it uses; to reach AWS, deploy to another stage.',
  );
  return Object.assign(error, { name: 'LocalOnlyError', code: 'ELOCALONLY' });
}

/**
 * Calls the last argument when it is a callback, as dgram and dns do.
 * @param {unknown[]} args
 * @param {LocalOnlyError} error
 */
function answerWith(args, error) {
  const callback = args.at(-1);
  if (typeof callback !== 'function') return false;
  process.nextTick(callback, error);
  return true;
}

module.exports = { answerWith, refusal };
