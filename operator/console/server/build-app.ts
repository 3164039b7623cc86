import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const APP = join(ROOT, 'operator', 'console', 'app');
/** What the app is made of besides itself; a change there asks for another build. */
const SOURCES = [APP, join(ROOT, 'operator', 'console', 'protocol'), join(ROOT, 'shared', 'messages')];
const OUTPUT = join(ROOT, 'node_modules', '.cache', 'webhook-pipeline-console');

/** The first that know light-dark() in style sheets, all of 2024 and before; with older ones it would be rewritten, and wrongly. */
const BROWSERS = ['chrome123', 'firefox120', 'safari17.5'] as const;

/** Builds the app unless that of an earlier start is as new as its sources. @returns the folder with index.html */
export async function buildApp(tell: (line: string) => void): Promise<string> {
  const builtAt = changedAt(join(OUTPUT, 'index.html'));
  const inputs = [...SOURCES.flatMap(filesIn), join(ROOT, 'package-lock.json')];
  if (inputs.every((file) => changedAt(file) <= builtAt)) return OUTPUT;
  tell('Building the console …');
  const startedAt = performance.now();
  // Half a second of loading that most starts do not need.
  const { build } = await import('vite');
  // The library warns of every file that says "use client"; what is wrong throws.
  await build({
    root: APP,
    configFile: false,
    build: { outDir: OUTPUT, emptyOutDir: true, target: [...BROWSERS] },
    logLevel: 'error',
  });
  tell(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  return OUTPUT;
}

const changedAt = (file: string): number => (existsSync(file) ? statSync(file).mtimeMs : -Infinity);

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
