// What `hooks new provider` leaves to be filled in, by file and line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { providers } from '../../functions/ingest/providers/index.ts';
import { PLACEHOLDER } from '../../operator/commands/new/provider-files.ts';

const FOLDER = join('functions', 'ingest', 'providers');

test.each(Object.keys(providers))('nothing of %s is left to be filled in', (name) => {
  const files = readdirSync(join(FOLDER, name), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:ts|json)$/.test(file),
  );
  const left = files.flatMap((file) => {
    const lines = readFileSync(join(FOLDER, name, file), 'utf8').split('\n');
    const found = lines.flatMap((line, index) =>
      line.includes(PLACEHOLDER) ? [`${file}:${index + 1} ${line.trim()}`] : [],
    );
    return file.includes(PLACEHOLDER) ? [`${file} is to be named as its type`, ...found] : found;
  });
  expect(left).toEqual([]);
});

test.each(Object.keys(providers))('%s has all the files that a provider has', (name) => {
  const files = readdirSync(join(FOLDER, name));
  expect(files).toEqual(expect.arrayContaining([`${name}.ts`, 'about.ts', 'samples', 'vectors.json']));
});
