// Bundling takes seconds of a processor, and whoever starts the same package many times, as tests do, gets the same bundles.
import { hash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type BuildResult, version } from 'esbuild';
import { hasCode } from '../has-code.ts';

export interface KeptBundles {
  /** Where they lie, or will lie: their source maps name the sources from here. */
  readonly folder: string;
  /** What is known of them, if each of their inputs is byte for byte what it was. */
  find(): Promise<Kept | undefined>;
  keep(result: BuildResult): Promise<Kept>;
}

export interface Kept {
  /** Paths from the service's directory. */
  readonly sources: readonly string[];
  /** Path in the folder → esbuild's hash. */
  readonly files: Readonly<Record<string, string>>;
}

export interface KeptBundlesSettings {
  /** For the bundles of whatever is started from it. */
  readonly keptIn: string;
  readonly serviceDirectory: string;
  readonly modulePaths: readonly string[];
  /** `custom.esbuild` of the packaged service. */
  readonly esbuild: Readonly<Record<string, unknown>>;
}

interface Manifest extends Kept {
  /** Path → hash of its content; empty where there is no such file. */
  readonly inputs: Readonly<Record<string, string>>;
}

const MANIFEST = 'manifest.json';

export function createKeptBundles({
  keptIn,
  serviceDirectory,
  modulePaths,
  esbuild,
}: KeptBundlesSettings): KeptBundles {
  const place = relative(keptIn, serviceDirectory);
  const folder = join(keptIn, hash('sha256', JSON.stringify([version, place, modulePaths, esbuild])));
  const hashOf = (path: string) => hashOfFile(join(serviceDirectory, path));
  const find = async () => {
    const manifest = await readManifest(join(folder, MANIFEST));
    const isSame = manifest && Object.entries(manifest.inputs).every(([path, known]) => hashOf(path) === known);
    return isSame ? manifest : undefined;
  };

  /** Somebody who has built the same meanwhile may already run it; what is of other inputs is in nobody's way. */
  const putInPlace = async (unfinished: string) => {
    for (;;) {
      try {
        return await rename(unfinished, folder);
      } catch (error) {
        if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST')) throw error;
        const superfluous = (await find()) === undefined ? folder : unfinished;
        await rm(superfluous, { recursive: true, force: true });
        if (superfluous === unfinished) return;
      }
    }
  };

  return {
    folder,
    find,
    async keep({ outputFiles = [], metafile }) {
      const sources = Object.keys(metafile?.inputs ?? {}).filter((path) => existsSync(join(serviceDirectory, path)));
      const decisive = [...sources, ...packagesOf(sources), ...filesOfPlugins(esbuild['plugins'], serviceDirectory)];
      const files = Object.fromEntries(outputFiles.map((file) => [relative(folder, file.path), file.hash]));
      const manifest: Manifest = {
        sources,
        files,
        inputs: Object.fromEntries(decisive.map((path) => [path, hashOf(path)])),
      };
      await mkdir(keptIn, { recursive: true });
      // Whoever looks meanwhile sees all of it or nothing.
      const unfinished = await mkdtemp(join(keptIn, 'unfinished-'));
      for (const file of outputFiles) {
        const path = join(unfinished, relative(folder, file.path));
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, file.contents);
      }
      await writeFile(join(unfinished, MANIFEST), JSON.stringify(manifest));
      await putInPlace(unfinished);
      return manifest;
    },
  };
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

const hashOfFile = (file: string): string =>
  existsSync(file) && statSync(file).isFile() ? hash('sha256', readFileSync(file)) : '';

/** Their package.json says which of their files an import means; tsconfig.json does so for our own. */
function packagesOf(sources: readonly string[]): readonly string[] {
  const folders = new Set<string>(['.']);
  for (const source of sources) {
    for (let at = dirname(source); basename(at) !== 'node_modules' && at !== '.' && at !== '/'; at = dirname(at))
      folders.add(at);
  }
  return ['tsconfig.json', ...[...folders].map((folder) => join(folder, 'package.json'))];
}

/** A plugin may read whatever lies beside it. */
function filesOfPlugins(path: unknown, serviceDirectory: string): readonly string[] {
  if (typeof path !== 'string') return [];
  const folder = dirname(path);
  return globSync('**/*', { cwd: join(serviceDirectory, folder) }).map((name) => join(folder, name));
}
