'use strict';

const net = require('node:net');
const { isLoopback } = require('./is-loopback.cjs');
const { refusal } = require('./refusal.cjs');

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

/**
 * Connected sockets that have not written yet.
 * @type {WeakSet<import('node:net').Socket>}
 */
const unspoken = new WeakSet();

/** Lets every TCP connection to this machine through, and none that goes elsewhere by itself or through a proxy. */
function guardSockets() {
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
    if (destination !== undefined) unspoken.add(this);
    return Reflect.apply(connect, this, args);
  };

  guardFirstWrites();
}

/**
 * A proxy on this machine would carry a request to anywhere. What it is asked for stands at the head of what the client
 * writes first: `CONNECT host:443 HTTP/1.1`, or `GET http://host/…`.
 */
function guardFirstWrites() {
  for (const method of /** @type {const} */ (['_write', '_writev'])) {
    /** @type {any} */
    const original = net.Socket.prototype[method];
    /**
     * @this {import('node:net').Socket}
     * @param {any} data
     * @param {any[]} rest
     */
    net.Socket.prototype[method] = function writeToThisMachine(data, ...rest) {
      const isFirst = unspoken.delete(this);
      const host = isFirst ? proxiedHost(method === '_writev' ? data[0].chunk : data) : undefined;
      if (host === undefined || isLoopback(host)) return Reflect.apply(original, this, [data, ...rest]);
      return rest.at(-1)(refusal(host));
    };
  }
}

const tunnel = /^CONNECT (\[[^\]]*\]|[^\s:]+)(?::\d+)? HTTP\//;
const absoluteForm = /^[A-Z]+ [a-z]+:\/\/(?:[^\s/@]*@)?(\[[^\]]*\]|[^\s:/?#]+)/;
// No host name is longer than 255 characters.
const headCharsMax = 512;

/** @param {string | Buffer} chunk */
function proxiedHost(chunk) {
  const head = typeof chunk === 'string' ? chunk.slice(0, headCharsMax) : chunk.toString('latin1', 0, headCharsMax);
  return (tunnel.exec(head) ?? absoluteForm.exec(head))?.[1];
}

module.exports = { guardSockets };
