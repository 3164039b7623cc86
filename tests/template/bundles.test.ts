// How large a function may be when it starts: nobody feels a heavy import, and every cold start pays for it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedFunctions } from '../../bench/functions/packaged-functions.ts';
import { packagedDirectory } from '../support/packaged.ts';

interface Ceiling {
  readonly bundleKilobytes: number;
  /** Modules of Node's own that are loaded with the bundle, and what they bring. */
  readonly builtIns: number;
}

/** About a fiftieth above what they were when this was written. */
const CEILINGS: Readonly<Record<string, Ceiling>> = {
  ingest: { bundleKilobytes: 880, builtIns: 78 },
  sweep: { bundleKilobytes: 640, builtIns: 78 },
  dispatch: { bundleKilobytes: 870, builtIns: 78 },
  archive: { bundleKilobytes: 790, builtIns: 78 },
  forward: { bundleKilobytes: 970, builtIns: 81 },
  ledger: { bundleKilobytes: 810, builtIns: 78 },
  canary: { bundleKilobytes: 790, builtIns: 78 },
  keeper: { bundleKilobytes: 510, builtIns: 72 },
  inspect: { bundleKilobytes: 900, builtIns: 78 },
  replay: { bundleKilobytes: 980, builtIns: 81 },
  erase: { bundleKilobytes: 920, builtIns: 81 },
  probe: { bundleKilobytes: 800, builtIns: 78 },
  measure: { bundleKilobytes: 490, builtIns: 72 },
};

const WHAT_TO_DO =
  'Look at what came along (npx esbuild … --analyze, or --metafile): import it where it is used, leave it out in shared/bundle/esbuild-plugins.cjs, or, if every start is to pay for it, raise the ceiling in tests/template/bundles.test.ts.';

const scratch = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const functions = await packagedFunctions(packagedDirectory('prod'), scratch);

/** In a process of its own: Jest has long loaded everything. */
function builtInsOf(bundle: string, environment: Readonly<Record<string, string>>): readonly string[] {
  const program = `
    const before = new Set(process.moduleLoadList);
    require(${JSON.stringify(bundle)});
    require('node:fs').writeSync(1, JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));
    process.exit(0);`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { env: { ...environment }, encoding: 'utf8' }));
}

test('every function has a ceiling', () => {
  expect(Object.keys(CEILINGS).toSorted()).toEqual(functions.map(({ name }) => name).toSorted());
});

test.each(functions)('$name starts with no more than it needs', ({ name, bundle, bundleBytes, environment }) => {
  // Where nobody listens: what it begins to ask for while it is loaded comes to nothing.
  const loaded = builtInsOf(bundle, environment('http://127.0.0.1:9'));
  const { bundleKilobytes = 0, builtIns = 0 } = CEILINGS[name] ?? {};
  const over = [
    ...(bundleBytes / 1000 > bundleKilobytes
      ? [`${Math.ceil(bundleBytes / 1000)} kB, at most ${bundleKilobytes}`]
      : []),
    ...(loaded.length > builtIns ? [`${loaded.length} built-ins, at most ${builtIns}: ${loaded.join(' ')}`] : []),
  ].map((problem) => `${name}: ${problem}. ${WHAT_TO_DO}`);
  expect(over).toEqual([]);
  // What only another way of calling needs.
  expect(loaded.filter((name) => /undici|http2|worker_threads|child_process/.test(name))).toEqual([]);
});
