import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

export interface AppFile {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly contentType: string;
}

/** The built app: the document, and by path what it loads. */
export interface AppFiles {
  readonly document: string;
  readonly assets: ReadonlyMap<string, AppFile>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** All of it is read at the start: no request names a file. */
export function readAppFiles(directory: string): AppFiles {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const assets = names.flatMap((name) => {
    const contentType = CONTENT_TYPES[extname(name)];
    if (contentType === undefined) return [];
    const bytes = readFileSync(join(directory, name));
    return [[`/${name.split(sep).join('/')}`, { bytes, contentType }] as const];
  });
  return { document: readFileSync(join(directory, 'index.html'), 'utf8'), assets: new Map(assets) };
}
