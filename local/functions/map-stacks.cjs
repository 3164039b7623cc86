'use strict';

const { readFileSync } = require('node:fs');
const { SourceMap } = require('node:module');
const path = require('node:path');

/**
 * Lets stacks name the sources and not the bundle. Node's own support reads the map of a bundle when it loads the bundle,
 * which takes longer than to load it; here that waits for the first stack that somebody looks at.
 * @param {string} bundle
 */
function mapStacks(bundle) {
  /** @type {SourceMap | null | undefined} */
  let map;

  /** @param {NodeJS.CallSite} frame */
  function describe(frame) {
    // oxlint-disable-next-line typescript/no-base-to-string -- V8's frames have a text of their own, which stacks are made of
    const text = frame.toString();
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    if (frame.getFileName() !== bundle || line === null || column === null) return text;
    if (map === undefined) map = readMap(bundle);
    const found = map?.findOrigin(line, column);
    if (found === undefined || !('fileName' in found)) return text;
    const source = path.resolve(path.dirname(bundle), found.fileName);
    return text.replace(`${bundle}:${line}:${column}`, `${source}:${found.lineNumber}:${found.columnNumber}`);
  }

  Error.prepareStackTrace = (error, frames) =>
    [nameOf(error), ...frames.map((frame) => `    at ${describe(frame)}`)].join('\n');
}

/** @param {unknown} error */
function nameOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/**
 * Null where there is none, as for a bundle that a test has written.
 * @param {string} bundle
 */
function readMap(bundle) {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')));
  } catch {
    return null;
  }
}

module.exports = { mapStacks };
