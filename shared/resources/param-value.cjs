// What a parameter may be, and how one that is something else is refused.

/** @typedef {{ resolveVariable: (variable: string) => Promise<unknown> }} Resolver */

/** As text: a parameter of a command always is, and one of serverless.yml may be a number. @param {Resolver} resolver */
const paramOf =
  ({ resolveVariable }) =>
  async (/** @type {string} */ name) =>
    String(await resolveVariable(`param:${name}`));

/**
 * @param {string} name
 * @param {string} value
 */
function wholeParam(name, value) {
  if (!/^[1-9]\d*$/.test(value)) throw refuseParam(name, `must be a whole number of at least 1, not ${value}`);
  return Number(value);
}

/**
 * @param {string} name
 * @param {string} problem
 */
function refuseParam(name, problem) {
  const error = new Error(`params.${name}: ${problem}`);
  // osls prints the stack of whatever a resolver throws; these are sentences for whoever wrote the parameter.
  error.stack = error.message;
  return error;
}

module.exports = { paramOf, refuseParam, wholeParam };
