import { randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_DIRECTORY = 0o700;
const OTHERS = 0o077;

type OwnFile = { readonly text: string } | { readonly refused: string };

/** A text that nobody but us could read or write; `refused` says why it is not that. */
export function readOwnFile(file: string): OwnFile | 'missing' {
  let descriptor: number;
  try {
    // Neither does a link lead elsewhere, nor a pipe keep us waiting. Windows knows neither flag.
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' ? 'missing' : { refused: `it cannot be opened (${String(code)})` };
  }
  try {
    const { mode, uid, ...stat } = fstatSync(descriptor);
    const me = process.getuid?.();
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) return { refused: 'it is no file' };
    // On Windows the folder's access list says who may, and modes say nothing.
    if (me !== undefined && uid !== me) return { refused: 'it belongs to another user' };
    if (me !== undefined && (mode & OTHERS) !== 0) return { refused: 'other users can reach it' };
    if (stat.nlink !== 1) return { refused: 'it has another name besides' };
    return { text: readFileSync(descriptor, 'utf8') };
  } finally {
    closeSync(descriptor);
  }
}

/** Whole or not at all, in place of whatever has that name. */
export function writeOwnFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY_DIRECTORY });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: OWNER_ONLY_FILE, flag: 'wx' });
  renameSync(draft, file);
}
