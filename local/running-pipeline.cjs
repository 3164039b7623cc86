// What the plugin knows of a pipeline that runs in another process.
'use strict';

const { readFileSync } = require('node:fs');
const net = require('node:net');
const path = require('node:path');

/** @import { Endpoints } from './endpoints.ts' */

const connectMsMax = 1000;

/**
 * Throws one sentence when the file is there and cannot be understood.
 * @param {string} serviceDirectory
 * @returns {Endpoints | undefined}
 */
function readEndpoints(serviceDirectory) {
  const file = path.resolve(serviceDirectory, process.env['LOCAL_DIR'] || '.local', 'endpoints.json');
  const text = readText(file);
  if (text === undefined) return undefined;
  const value = parse(text);
  if (!isEndpoints(value)) throw new Error(`${file} is damaged: restart \`npm start\`, which writes it anew.`);
  return value;
}

/** @param {string} file */
function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @param {string} text
 * @returns {unknown}
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What the plugin uses of it is there.
 * @param {unknown} value
 * @returns {value is Endpoints}
 */
function isEndpoints(value) {
  if (typeof value !== 'object' || value === null) return false;
  const { aws, lambda, environment } = /** @type {Partial<Record<string, unknown>>} */ (value);
  const areUrls = [aws, lambda].every((url) => typeof url === 'string' && URL.canParse(url));
  return areUrls && typeof environment === 'object' && environment !== null;
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
