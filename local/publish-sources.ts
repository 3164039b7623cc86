import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { readSources, sourceProblems } from '#shared/messages/source.ts';
import { hasCode } from './has-code.ts';

export interface SourcesSettings {
  readonly serviceDirectory: string;
  /** Remembers which content was published; part of the state, so that a fresh start publishes again. */
  readonly stateDirectory: string;
  readonly bucket: string;
  readonly s3: S3Client;
  readonly say: (line: string) => void;
  readonly onPublished: () => void;
}

const settleMs = 40;

/**
 * Puts local/sources.json where the functions read their sources, now and after every edit of it. A file that did not
 * change since it was last published stays unpublished: what somebody wrote to the bucket in the meantime is newer.
 */
export async function publishSources(settings: SourcesSettings): Promise<{ close(): void }> {
  const file = join(settings.serviceDirectory, 'local', 'sources.json');
  const marker = join(settings.stateDirectory, 'sources-published.sha256');
  await publish(settings, file, marker);
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const watcher = watch(dirname(file), (_event, name) => {
    if (name !== 'sources.json') return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(() => publishAfterEdit(settings, file, marker));
    }, settleMs);
  });
  return {
    close() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}

async function publishAfterEdit(settings: SourcesSettings, file: string, marker: string): Promise<void> {
  if (!(await publish(settings, file, marker))) return;
  settings.onPublished();
  settings.say('local/sources.json is in force');
}

async function publish(settings: SourcesSettings, file: string, marker: string): Promise<boolean> {
  const text = await readOrUndefined(file);
  if (text === undefined) {
    settings.say('There is no local/sources.json, so every webhook is answered 404 until a source exists.');
    return false;
  }
  if (!isUsable(text, settings.say)) return false;
  const hash = createHash('sha256').update(text).digest('hex');
  if ((await readOrUndefined(marker)) === hash) return false;
  const object = { Bucket: settings.bucket, Key: 'config/sources.json', Body: text, ContentType: 'application/json' };
  await settings.s3.send(new PutObjectCommand(object));
  await mkdir(settings.stateDirectory, { recursive: true });
  await writeFile(marker, hash);
  return true;
}

async function readOrUndefined(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A slip in one source leaves the others in force, so it is said and published; a file that is none of sources is not. */
function isUsable(text: string, say: SourcesSettings['say']): boolean {
  try {
    readSources(text);
  } catch (error) {
    say(
      `local/sources.json: ${error instanceof Error ? error.message : String(error)}. The sources stay as they were.`,
    );
    return false;
  }
  for (const problem of sourceProblems(text))
    say(`local/sources.json: ${problem}. This source does not serve, the others do.`);
  return true;
}
