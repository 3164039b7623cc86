import { readFile } from 'node:fs/promises';
import { build, type BuildOptions } from 'esbuild';

const CLIENT = /^\/\/ node_modules\/(@aws-sdk\/client-[\w-]+)\/dist-es\/(\w+Client)\.js$/gm;
const COMMAND = /^\/\/ node_modules\/(@aws-sdk\/client-[\w-]+)\/dist-es\/commands\/(\w+Command)\.js$/gm;

/** The least that can ask AWS what this bundle asks it: its clients, made, and its commands, and nothing of ours. */
export async function buildFloor(bundle: string, outfile: string, options: BuildOptions): Promise<void> {
  const text = await readFile(bundle, 'utf8');
  const clients = namesIn(text, CLIENT);
  const named = [...clients, ...namesIn(text, COMMAND)];
  const contents = [
    ...named.map(([packageName, name]) => `import { ${name} } from '${packageName}';`),
    `const clients = [${clients.map(([, name]) => `new ${name}({})`).join()}];`,
    `export const handler = () => [clients, ${named.map(([, name]) => name).join()}].length;`,
  ].join('\n');
  await build({ ...options, outfile, stdin: { contents, resolveDir: process.cwd() }, logLevel: 'error' });
}

/** esbuild may write a file in two pieces. */
const namesIn = (text: string, files: RegExp) =>
  [...new Map([...text.matchAll(files)].map(([, packageName = '', name = '']) => [name, packageName]))].map(
    ([name, packageName]) => [packageName, name] as const,
  );
