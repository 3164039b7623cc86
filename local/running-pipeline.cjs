// What the plugin knows of a pipeline that runs in another process.
'use strict';

const { readFileSync } = require('node:fs');
const net = require('node:net');
const path = require('node:path');

/** @import { Endpoints } from './endpoints.ts' */

const connectMsMax = 1000;

/**
 * @param {string} serviceDirectory
 * @returns {Endpoints | undefined}
 */
function readEndpoints(serviceDirectory) {
  const directory = path.resolve(serviceDirectory, process.env['LOCAL_DIR'] || '.local');
  try {
    return JSON.parse(readFileSync(path.join(directory, 'endpoints.json'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The file outlives a kill -9, so only an open port counts.
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function answers(url) {
  const { hostname, port } = new URL(url);
  return new Promise((settle) => {
    const socket = net.connect({ host: hostname, port: Number(port), timeout: connectMsMax });
    /** @param {boolean} open */
    const conclude = (open) => {
      socket.destroy();
      settle(open);
    };
    socket.on('connect', () => conclude(true));
    socket.on('timeout', () => conclude(false));
    socket.on('error', () => conclude(false));
  });
}

module.exports = { readEndpoints, answers };
