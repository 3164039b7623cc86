import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchSources } from '../../../../local/functions/watch-sources.ts';
import { temporaryDirectory } from '../../../support/local-pipeline.ts';

let sources: ReturnType<typeof watchSources> | undefined;
afterEach(() => sources?.close());

/** Watches a folder with one file; `next` resolves when the next edit is told. */
function given() {
  const root = temporaryDirectory();
  const file = join(root, 'functions', 'ingest', 'handler.ts');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '0');
  let told = Promise.withResolvers<void>();
  sources = watchSources(root, ['functions'], async () => told.resolve());
  const next = async () => {
    await told.promise;
    told = Promise.withResolvers<void>();
  };
  return { file, next };
}

test('every edit is told of a file that an editor replaces each time', async () => {
  const { file, next } = given();
  for (const text of ['1', '2', '3', '4']) {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
    await next();
  }
});

test('an edit in a directory that came later is told', async () => {
  const { file, next } = given();
  const later = join(file, '..', '..', 'workers', 'count');
  mkdirSync(later, { recursive: true });
  await next();
  writeFileSync(join(later, 'handler.ts'), '1');
  await next();
});
