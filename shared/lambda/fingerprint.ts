import { createHash } from 'node:crypto';
import type { Thrown } from './read-thrown.ts';

const FINGERPRINT_CHARACTERS = 16;
/** Those nearest to the throw tell where it was; the further ones are the same for all errors of a function. */
const FRAMES_MAX = 3;
const MESSAGE_CHARACTERS_MAX = 300;

export interface Cause {
  readonly worker: string;
  /** The error and its causes, redacted. */
  readonly chain: readonly Thrown[];
}

/**
 * The same for the same cause, whichever event it met: hex. Ids, numbers and quoted text of the message do not count, nor
 * do files and lines: a new bundle of the same code must not make a new kind of failure of every old one.
 */
export function fingerprint({ worker, chain }: Cause): string {
  const told = toldBy(chain);
  const parts = told.map(({ name, message, destination }) => [name, destination ?? '', withoutIds(message)]);
  const frames = functionNames(told[0]?.frames ?? []);
  return createHash('sha256')
    .update(JSON.stringify([worker, parts, frames]))
    .digest('hex')
    .slice(0, FINGERPRINT_CHARACTERS);
}

/**
 * One outage is met in several places: by the event that is posted to see whether it is over, and by all that are held back
 * meanwhile. What the destination did is in the sentence; where that was noticed, and by which error, is no other cause.
 */
function toldBy(chain: readonly Thrown[]): readonly Thrown[] {
  const [first] = chain;
  return first?.isDestinationDown ? [{ ...first, frames: [] }] : chain;
}

/** Only what the sentence says. Quotes go first: what stands in them may look like anything. */
function withoutIds(message: string): string {
  return (
    message
      .replace(/"[^"\n]*"|`[^`\n]*`|(?<!\w)'[^'\n]*'(?!\w)/g, '#')
      // Hex and base64 without a digit; whatever has a digit in it: numbers, dates, uuids, ids of any sender.
      .replace(/\b[0-9a-f]{8,}\b/gi, '#')
      .replace(/(?<!\w)(?=\w*[a-z])(?=\w*[A-Z])\w{20,}/g, '#')
      .replace(/…/g, '#')
      .replace(/(?<![\w#-])[\w-]*[\d#][\w#-]*/g, '#')
      .replace(/#(?:[.,:+/@=]*#)*/g, '#')
      .slice(0, MESSAGE_CHARACTERS_MAX)
  );
}

/**
 * `at async Object.forwardEvent [as worker] (file:1:2)` → `forwardEvent`. Left out are frames of Node and of packages, of
 * engine code that has no file, and anonymous ones: what a bundler calls these is its own affair.
 */
function functionNames(frames: readonly string[]): readonly string[] {
  return frames.flatMap(functionName).slice(0, FRAMES_MAX);
}

function functionName(frame: string): readonly string[] {
  const [, called, file] = /^\s+at (?:async )?(?:new )?([^(]+?)(?: \[as [^\]]*\])? \((.*)\)$/.exec(frame) ?? [];
  if (called === undefined || file === undefined) return [];
  if (/^node:|^<anonymous>|^native|^index \d|\/node_modules\//.test(file) || file === '') return [];
  // esbuild tells two functions of one name apart by a number at the end.
  const name = called.split('.').at(-1)?.replace(/\d+$/, '') ?? '';
  return name === '' || name === '<anonymous>' ? [] : [name];
}
