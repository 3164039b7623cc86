'use strict';

const http = require('node:http');
const https = require('node:https');

const variables = /^(?:(?:https?|all|no)_proxy|node_use_env_proxy)$/i;

// Where fetch keeps its dispatcher, Node's own and that of an undici from npm.
const dispatchers = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'];

/**
 * A proxy, even one on this machine, would carry requests to anywhere, and would see those to the emulators. Node reads
 * NODE_USE_ENV_PROXY when it starts, so what it has set up by then is undone here as well.
 */
function forgetProxies() {
  for (const name of Object.keys(process.env)) if (variables.test(name)) delete process.env[name];
  http.globalAgent = withoutProxy(http.globalAgent, http.Agent);
  https.globalAgent = withoutProxy(https.globalAgent, https.Agent);
  for (const name of dispatchers) dispatchDirectly(Symbol.for(name));
}

/**
 * @template {import('node:http').Agent} Agent
 * @param {Agent} agent
 * @param {new (options: object) => Agent} AgentOfItsKind
 */
function withoutProxy(agent, AgentOfItsKind) {
  /** @type {any} */
  const options = Reflect.get(agent, 'options');
  return options?.proxyEnv === undefined ? agent : new AgentOfItsKind({ ...options, proxyEnv: undefined });
}

/**
 * undici's agent for proxies holds a plain one, for what NO_PROXY excepts. Where another version had none, its requests
 * end at the first write to the proxy.
 * @param {symbol} name
 */
function dispatchDirectly(name) {
  const dispatcher = Reflect.get(globalThis, name);
  if (typeof dispatcher !== 'object' || dispatcher === null) return;
  const direct = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === 'no proxy agent');
  if (direct !== undefined) Reflect.set(globalThis, name, dispatcher[direct]);
}

module.exports = { forgetProxies };
