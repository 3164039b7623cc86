import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { type BuildContext, type BuildFailure, type BuildResult, context, formatMessages } from 'esbuild';
import { StartRefused } from '../start-refused.ts';
import { bundleOptions } from './bundle-options.ts';
import { watchSources } from './watch-sources.ts';

export interface FunctionBuild {
  /** The bundle of a handler module, by its path in serverless.yml. */
  bundleOf(modulePath: string): string;
  close(): Promise<void>;
}

export interface FunctionBuildSettings {
  readonly serviceDirectory: string;
  readonly outputDirectory: string;
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
  const { serviceDirectory, outputDirectory } = settings;
  const written = new Map<string, string>();
  const bundler = await context({
    ...bundleOptions(settings.esbuild, serviceDirectory),
    absWorkingDir: serviceDirectory,
    entryPoints: settings.modulePaths.map((modulePath) => ({ in: `./${modulePath}`, out: modulePath })),
    outdir: outputDirectory,
    outExtension: { '.js': '.cjs' },
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const first = await buildOrExplain(bundler);
  await writeChanged(first, written);
  const watcher = watchSources(serviceDirectory, sourceFolders(Object.keys(first.metafile?.inputs ?? {})), rebuild);

  async function rebuild(): Promise<void> {
    try {
      const changed = await writeChanged(await bundler.rebuild(), written);
      const modulePaths = changed
        .filter((path) => path.endsWith('.cjs'))
        .map((path) => moduleOf(outputDirectory, path));
      if (modulePaths.length > 0) settings.onRebuilt(modulePaths);
    } catch (error) {
      settings.onFailed(await explain(error));
    }
  }

  return {
    bundleOf: (modulePath) => resolve(outputDirectory, `${modulePath}.cjs`),
    async close() {
      watcher.close();
      await bundler.dispose();
    },
  };
}

async function buildOrExplain(bundler: BuildContext): Promise<BuildResult> {
  try {
    return await bundler.rebuild();
  } catch (error) {
    await bundler.dispose();
    throw new StartRefused(`The functions do not build:\n${await explain(error)}`);
  }
}

/** Writes what is new, each file in one step: an environment that starts meanwhile reads the old bundle or the new one. */
async function writeChanged(result: BuildResult, written: Map<string, string>): Promise<string[]> {
  const changed = (result.outputFiles ?? []).filter(({ path, hash }) => written.get(path) !== hash);
  for (const { path, contents, hash } of changed) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, contents);
    await rename(`${path}.new`, path);
    written.set(path, hash);
  }
  return changed.map(({ path }) => path);
}

function moduleOf(outputDirectory: string, path: string): string {
  return relative(outputDirectory, path)
    .replaceAll('\\', '/')
    .replace(/\.cjs$/, '');
}

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
