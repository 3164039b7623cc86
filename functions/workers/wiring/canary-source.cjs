/**
 * The source of the event that is sent after a deploy, to see it come to its result. Nothing happened when it was sent, so only
 * a row that names it gets it. shared/subscriptions/is-subscribed.ts says the same to those who ask who gets what.
 */
const CANARY_SOURCE = 'canary';

/** A condition on one attribute cannot ask for a prefix and exclude a name. @param {readonly string[]} sources */
const prefixOverCanary = (sources) =>
  sources.find((source) => source.endsWith('*') && CANARY_SOURCE.startsWith(source.slice(0, -1)));

module.exports = { CANARY_SOURCE, prefixOverCanary };
