// What stands before ingest, by the parameter `edge`: an HTTP API, or ingest's own URL. Pure: parameters in, template out.
const { functionUrlResources, functionUrl } = require('./function-url.cjs');
const { apiUrl, httpApiResources } = require('./http-api.cjs');
const { paramOf, refuseParam } = require('./param-value.cjs');

/** @typedef {'http-api' | 'function-url'} Edge */
/**
 * @typedef {{
 *   resolveConfigurationProperty: (path: string[]) => Promise<unknown>,
 *   resolveVariable: (variable: string) => Promise<unknown>,
 * }} Resolver
 */

/** Each is of an API, and a URL of a function has none of them. */
const ONLY_OF_API = ['domainName', 'certificateArn', 'hostedZoneId'];

/**
 * What is wrong with it `resources` says, once.
 * @param {Resolver} resolver
 * @returns {Promise<Edge>}
 */
const readEdge = async (resolver) =>
  (await paramOf(resolver)('edge')) === 'function-url' ? 'function-url' : 'http-api';

/** @param {Resolver} resolver */
async function checkEdge(resolver) {
  const param = paramOf(resolver);
  const edge = await param('edge');
  if (edge === 'http-api') return;
  if (edge !== 'function-url') throw refuseParam('edge', `must be http-api or function-url, not ${edge}`);
  if ((await resolver.resolveConfigurationProperty(['provider', 'stage'])) === 'local') {
    throw refuseParam('edge', 'stage local has an HTTP API only; set function-url under the stages that are deployed');
  }
  for (const name of ONLY_OF_API) {
    if ((await param(name)) === '') continue;
    throw refuseParam('edge', `function-url has no name of your own: leave ${name} empty, or set edge to http-api`);
  }
}

module.exports.readEdge = readEdge;

/** For `events:` of ingest. @param {Resolver} resolver */
module.exports.events = async (resolver) =>
  (await readEdge(resolver)) === 'http-api' ? [{ httpApi: { method: '*', path: '/webhooks/{source}' } }] : [];

/**
 * For `url:` of ingest: an AWS::Lambda::Url that asks nobody who they are, and both permissions that it needs since
 * October 2025, of which one alone answers everyone 403. https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 * @param {Resolver} resolver
 */
module.exports.url = async (resolver) => (await readEdge(resolver)) === 'function-url';

/** For `resources:`. @param {Resolver} resolver */
module.exports.resources = async (resolver) => {
  await checkEdge(resolver);
  return (await readEdge(resolver)) === 'http-api' ? httpApiResources(resolver) : functionUrlResources(resolver);
};

/** What operators enter at senders, in front of `/webhooks/<source>`. @param {Resolver} resolver */
module.exports.webhooksUrl = async (resolver) =>
  (await readEdge(resolver)) === 'http-api' ? apiUrl(resolver) : functionUrl;
