// Ingest's own URL: nothing is paid for a request, and how much comes through is what is reserved for ingest.
const { paramOf, refuseParam, wholeParam } = require('./param-value.cjs');

/** @import { Resolver } from './param-value.cjs' */

/**
 * So many requests a second a URL lets through for each invocation that is reserved; the rest it answers 429.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-throttling
 */
const PER_RESERVED_SECOND = 10;

/** @param {Resolver} resolver */
async function functionUrlResources(resolver) {
  const param = paramOf(resolver);
  const requestsPerSecond = wholeParam('requestsPerSecond', await param('requestsPerSecond'));
  const ReservedConcurrentExecutions = reserved(requestsPerSecond, await param('ingestReservedConcurrency'));
  return { extensions: { IngestLambdaFunction: { Properties: { ReservedConcurrentExecutions } } } };
}

/**
 * As much as lets the requests through; more leaves room for answers that take longer than 100 ms.
 * @param {number} requestsPerSecond
 * @param {string} given
 */
function reserved(requestsPerSecond, given) {
  const least = Math.ceil(requestsPerSecond / PER_RESERVED_SECOND);
  if (given === '') return least;
  const own = wholeParam('ingestReservedConcurrency', given);
  if (own >= least) return own;
  throw refuseParam(
    'ingestReservedConcurrency',
    `${own} lets ${own * PER_RESERVED_SECOND} requests a second through a function's URL: leave it empty, or lower requestsPerSecond from ${requestsPerSecond}`,
  );
}

/** AWS's own ends with a slash: https://<id>.lambda-url.<region>.on.aws/ */
const functionUrl = {
  'Fn::Sub': [
    'https://${Host}',
    {
      Host: { 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['IngestLambdaFunctionUrl', 'FunctionUrl'] }] }] },
    },
  ],
};

module.exports = { functionUrl, functionUrlResources };
