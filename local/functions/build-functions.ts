import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildContext, type BuildFailure, type BuildResult, context, formatMessages } from 'esbuild';
import { StartRefused } from '../start-refused.ts';
import { bundleOptions } from './bundle-options.ts';
import { createKeptBundles, type KeptBundles } from './kept-bundles.ts';
import { watchSources } from './watch-sources.ts';

export interface FunctionBuild {
  /** The bundle of a handler module, by its path in serverless.yml. */
  bundleOf(modulePath: string): string;
  /** For what V8 has compiled of the bundles. */
  codeCache(): string;
  close(): Promise<void>;
}

export interface FunctionBuildSettings {
  readonly serviceDirectory: string;
  readonly outputDirectory: string;
  /** Where bundles are found that an earlier start has made of the same sources, and left for a later one. */
  readonly keptIn?: string | undefined;
  readonly modulePaths: readonly string[];
  /** `custom.esbuild` of the packaged service. */
  readonly esbuild: Readonly<Record<string, unknown>>;
  /** Called after an edit with the modules whose bundle is new. */
  readonly onRebuilt: (modulePaths: readonly string[]) => void;
  /** Called after an edit that does not build; the earlier bundles stay. */
  readonly onFailed: (messages: string) => void;
}

/** Bundles the functions as the package has them, plus source maps, and again whenever a source changes. */
export async function buildFunctions(settings: FunctionBuildSettings): Promise<FunctionBuild> {
  const { serviceDirectory, outputDirectory, keptIn } = settings;
  /** Path in the folder → hash. */
  let known: Readonly<Record<string, string>> = {};
  let folder = outputDirectory;
  let bundler: BuildContext | undefined;
  const sources = keptIn === undefined ? await buildHere() : await takeKept(createKeptBundles({ ...settings, keptIn }));
  const watcher = watchSources(serviceDirectory, sourceFolders(sources), rebuild);

  async function buildHere(): Promise<readonly string[]> {
    bundler = await createBundler(settings, outputDirectory);
    const first = await buildOrExplain(bundler);
    await take(first);
    return Object.keys(first.metafile?.inputs ?? {});
  }

  async function takeKept(bundles: KeptBundles): Promise<readonly string[]> {
    const kept = (await bundles.find()) ?? (await bundles.keep(await buildOnce(settings, bundles.folder)));

    known = kept.files;
    folder = bundles.folder;
    return kept.sources;
  }

  /** @returns the modules whose bundle is new */
  async function take({ outputFiles = [] }: BuildResult): Promise<readonly string[]> {
    const built = outputFiles.map(({ path, ...rest }) => ({ name: relative(outputDirectory, path), ...rest }));
    const changed = built.filter(({ name, hash }) => known[name] !== hash);
    // Kept bundles are never changed: after the first edit all of them are here.
    await write(folder === outputDirectory ? changed : built, outputDirectory);
    folder = outputDirectory;
    known = Object.fromEntries(built.map(({ name, hash }) => [name, hash]));
    return changed.filter(({ name }) => name.endsWith('.cjs')).map(({ name }) => moduleOf(name));
  }

  async function rebuild(): Promise<void> {
    try {
      bundler ??= await createBundler(settings, outputDirectory);
      const modulePaths = await take(await bundler.rebuild());
      if (modulePaths.length > 0) settings.onRebuilt(modulePaths);
    } catch (error) {
      settings.onFailed(await explain(error));
    }
  }

  return {
    bundleOf: (modulePath) => resolve(folder, `${modulePath}.cjs`),
    codeCache: () => resolve(folder, 'code-cache'),
    async close() {
      watcher.close();
      await bundler?.dispose();
    },
  };
}

/** Into this folder, as the maps are told that name the sources from there; nothing is written. */
function createBundler({ serviceDirectory, modulePaths, esbuild }: FunctionBuildSettings, outdir: string) {
  return context({
    ...bundleOptions(esbuild, serviceDirectory),
    absWorkingDir: serviceDirectory,
    entryPoints: modulePaths.map((modulePath) => ({ in: `./${modulePath}`, out: modulePath })),
    outdir,
    outExtension: { '.js': '.cjs' },
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
}

/** For a folder where bundles are kept: those of an edit are built for another. */
async function buildOnce(settings: FunctionBuildSettings, outdir: string): Promise<BuildResult> {
  const bundler = await createBundler(settings, outdir);
  const result = await buildOrExplain(bundler);
  await bundler.dispose();
  return result;
}

async function buildOrExplain(bundler: BuildContext): Promise<BuildResult> {
  try {
    return await bundler.rebuild();
  } catch (error) {
    await bundler.dispose();
    throw new StartRefused(`The functions do not build:\n${await explain(error)}`);
  }
}

interface NewFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** Each file in one step: an environment that starts meanwhile reads the old bundle or the new one. */
async function write(files: readonly NewFile[], folder: string): Promise<void> {
  for (const { name, contents } of files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, contents);
    await rename(`${path}.new`, path);
  }
}

const moduleOf = (name: string) => name.replaceAll('\\', '/').replace(/\.cjs$/, '');

/** The service's own top folders that the bundles are made of. */
function sourceFolders(inputs: readonly string[]): string[] {
  const own = inputs.filter(
    (input) => input.includes('/') && !input.startsWith('..') && !input.includes('node_modules/'),
  );
  return [...new Set(own.map((input) => input.slice(0, input.indexOf('/'))))];
}

async function explain(error: unknown): Promise<string> {
  if (!isBuildFailure(error)) throw error;
  return (await formatMessages(error.errors, { kind: 'error', color: process.stdout.isTTY })).join('').trim();
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
