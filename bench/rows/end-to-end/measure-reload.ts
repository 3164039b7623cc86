import { appendFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPipeline } from '../../pipelines/running-pipeline.ts';

/** What local mode and its functions are built from; the service itself must not be edited by a measurement. */
const COPIED = ['package.json', 'tsconfig.json', 'serverless.yml', 'functions', 'shared', 'local', 'template'];
const EDITED = 'functions/ingest/handler.ts';
const LOOK_EVERY_MS = 5;
/** An edit whose line has not come by then was missed. */
const GIVE_UP_MS = 60_000;

/** Seconds from an edit of a function until its new code is in force, once for each edit. */
export async function measureReload(
  packaged: string,
  scratch: string,
  edits: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const serviceDirectory = join(scratch, 'service');
  mkdirSync(serviceDirectory);
  for (const name of COPIED) cpSync(name, join(serviceDirectory, name), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(serviceDirectory, 'node_modules'));
  const directory = join(scratch, 'reloaded');
  const pipeline = await startPipeline({ serviceDirectory, packaged, directory, signal });
  const countReloads = () => pipeline.output().split('New code for').length - 1;
  const seconds: number[] = [];
  try {
    for (let edit = 1; edit <= edits; edit += 1) {
      const editedAt = performance.now();
      // Something that the bundle must hold: what only a type or a comment changed would be the same code.
      appendFileSync(join(serviceDirectory, EDITED), `Object.assign(globalThis, { edit: ${edit} });\n`);
      while (countReloads() < edit) {
        signal.throwIfAborted();
        if (performance.now() - editedAt > GIVE_UP_MS) throw new Error(`The edit of ${EDITED} was not seen.`);
        // oxlint-disable-next-line no-await-in-loop -- until it is there
        await sleep(LOOK_EVERY_MS);
      }
      seconds.push((performance.now() - editedAt) / 1000);
    }
  } finally {
    await pipeline.stop();
  }
  return seconds;
}
