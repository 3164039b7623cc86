// Preloaded into every local process and thread: whatever credentials the shell holds, nothing here can leave the machine.
'use strict';

const dgram = require('node:dgram');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

/** @typedef {Error & { code: string }} LocalOnlyError */

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** @param {unknown} host */
function isLoopback(host) {
  if (typeof host !== 'string') return false;
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (name === 'localhost') return true;
  const family = net.isIP(name);
  return family !== 0 && loopback.check(name, family === 6 ? 'ipv6' : 'ipv4');
}

/** @param {unknown} host */
function refusal(host) {
  const error = new Error(
    `Local mode talks to this machine only, and something tried to reach ${String(host)}. ` +
      'Check the endpoint it uses; to reach AWS, deploy to another stage.',
  );
  return Object.assign(error, { name: 'LocalOnlyError', code: 'ELOCALONLY' });
}

/**
 * Where a connect call is going; undefined for a pipe or unix socket. Node itself calls with one normalized array.
 * @param {unknown[]} args
 * @returns {unknown}
 */
function destinationOf(args) {
  const [first, second] = args;
  if (Array.isArray(first)) return destinationOf(first);
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && first.path) return undefined;
    return ('host' in first && first.host) || 'localhost';
  }
  if (typeof first === 'string' && Number.isNaN(Number(first))) return undefined;
  return typeof second === 'string' ? second : 'localhost';
}

/**
 * A caller's own lookup may answer anything for an allowed name, so its answer is checked too.
 * @param {import('node:net').LookupFunction} lookup
 * @returns {import('node:net').LookupFunction}
 */
function checkedLookup(lookup) {
  return (hostname, options, answer) => {
    lookup(hostname, options, (error, address, family) => {
      const addresses = Array.isArray(address) ? address.map((one) => one.address) : [address];
      const foreign = error ? undefined : addresses.find((one) => !isLoopback(one));
      return foreign === undefined ? answer(error, address, family) : answer(refusal(foreign), '');
    });
  };
}

// oxlint-disable-next-line typescript/unbound-method -- it is called with the socket below
const connect = net.Socket.prototype.connect;
/**
 * @this {import('node:net').Socket}
 * @param {any[]} args
 */
net.Socket.prototype.connect = function connectOnLoopback(...args) {
  const destination = destinationOf(args);
  if (destination !== undefined && !isLoopback(destination)) {
    process.nextTick(() => this.destroy(refusal(destination)));
    return this;
  }
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof options?.lookup === 'function') options.lookup = checkedLookup(options.lookup);
  return Reflect.apply(connect, this, args);
};

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

for (const method of /** @type {const} */ (['send', 'connect'])) {
  const original = dgram.Socket.prototype[method];
  /**
   * @this {import('node:dgram').Socket}
   * @param {any[]} args
   */
  dgram.Socket.prototype[method] = function sendOnLoopback(...args) {
    // The address is the only string after the first argument; send's first may be a string message.
    const address = args.slice(1).find((value) => typeof value === 'string');
    if (address === undefined || isLoopback(address)) return Reflect.apply(original, this, args);
    const error = refusal(address);
    if (!answerWith(args, error)) process.nextTick(() => this.emit('error', error));
    return undefined;
  };
}

/**
 * Names are refused before anybody is asked for them: a DNS query would leave the machine as well.
 * @param {any} target
 * @param {boolean} promised
 */
function guardLookups(target, promised) {
  for (const method of Object.keys(target).concat(Object.getOwnPropertyNames(Object.getPrototypeOf(target) ?? {}))) {
    if (!/^(lookup|lookupService|reverse|resolve\w*)$/.test(method) || typeof target[method] !== 'function') continue;
    const original = target[method];
    target[method] = /** @this {any} @param {any[]} args */ function lookUpOnLoopback(...args) {
      if (args[0] === undefined || args[0] === null || args[0] === '' || isLoopback(args[0])) {
        return Reflect.apply(original, this, args);
      }
      const error = refusal(args[0]);
      if (promised) return Promise.reject(error);
      if (!answerWith(args, error)) throw error;
      return undefined;
    };
  }
}

guardLookups(dns, false);
guardLookups(dns.promises, true);
guardLookups(dns.Resolver.prototype, false);
guardLookups(dns.promises.Resolver.prototype, true);
syncBuiltinESMExports();

// Node programs started from here are held to the same rule.
const preload = `--require ${JSON.stringify(__filename)}`;
const nodeOptions = process.env['NODE_OPTIONS'] ?? '';
if (!nodeOptions.includes(preload)) process.env['NODE_OPTIONS'] = `${nodeOptions} ${preload}`.trim();
