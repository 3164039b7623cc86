import type { BuildOptions } from 'esbuild';

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
export function bundleOptions(custom: Readonly<Record<string, unknown>>): BuildOptions {
  for (const option of ['plugins', 'config']) {
    if (custom[option] !== undefined) {
      throw new Error(
        `Local mode cannot follow custom.esbuild.${option}: state esbuild's own options in serverless.yml.`,
      );
    }
  }
  const options = Object.fromEntries(Object.entries(custom).filter(([option]) => !notForEsbuild.has(option)));
  const external = [custom['external'], custom['exclude']].flat().filter((name) => typeof name === 'string');
  return { bundle: true, platform: 'node', ...options, external };
}
