import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import { StartRefused } from '../start-refused.ts';

// What custom.esbuild says to serverless-esbuild itself; esbuild refuses options that it does not know.
const notForEsbuild = new Set([
  'concurrency',
  'disposeContext',
  'exclude',
  'installExtraArgs',
  'keepOutputDirectory',
  'nativeZip',
  'nodeExternals',
  'outputBuildFolder',
  'outputFileExtension',
  'outputWorkFolder',
  'packagePath',
  'packager',
  'packagerOptions',
  'skipBuild',
  'skipBuildExcludeFns',
  'skipRebuild',
  'stripEntryResolveExtensions',
  'watch',
  'zipConcurrency',
]);

/** The options that the package was built with, so that what runs here is what would be deployed. */
export function bundleOptions(custom: Readonly<Record<string, unknown>>, serviceDirectory: string): BuildOptions {
  if (custom['config'] !== undefined) {
    throw new StartRefused(
      "Local mode cannot follow custom.esbuild.config: state esbuild's own options in serverless.yml.",
    );
  }
  const { plugins, ...rest } = custom;
  const options = Object.fromEntries(Object.entries(rest).filter(([option]) => !notForEsbuild.has(option)));
  const external = [custom['external'], custom['exclude']].flat().filter((name) => typeof name === 'string');
  return { bundle: true, platform: 'node', ...options, external, plugins: readPlugins(plugins, serviceDirectory) };
}

function readPlugins(path: unknown, serviceDirectory: string): Plugin[] {
  if (path === undefined) return [];
  const exported: unknown =
    typeof path === 'string' && createRequire(join(serviceDirectory, 'package.json'))(join(serviceDirectory, path));
  if (Array.isArray(exported) && exported.every(isPlugin)) return exported;
  throw new StartRefused(
    'Local mode takes for custom.esbuild.plugins the path of a module that exports a list of them.',
  );
}

const isPlugin = (one: unknown): one is Plugin =>
  typeof one === 'object' && one !== null && 'name' in one && 'setup' in one && typeof one.setup === 'function';
