import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { configurationFiles, type ConfigurationFile } from './configuration-files.ts';
import { hasCode } from './has-code.ts';
import { overCommands } from './over-commands.ts';

export interface ConfigurationSettings {
  readonly serviceDirectory: string;
  /** Remembers which content was published; part of the state, so that a fresh start publishes again. */
  readonly stateDirectory: string;
  readonly bucket: string;
  readonly s3: S3Client;
  readonly say: (line: string) => void;
  readonly onPublished: () => void;
}

const settleMs = 40;

interface Published {
  /** Without a slip in any entry. */
  readonly isSound: boolean;
}

/**
 * Puts the configuration files of local/ where the functions read them, now and after every edit. A file that did not change
 * since it was last published stays unpublished: what somebody wrote to the bucket in the meantime is newer.
 */
export async function publishConfiguration(settings: ConfigurationSettings): Promise<{ close(): void }> {
  const folder = join(settings.serviceDirectory, 'local');
  for (const file of configurationFiles) {
    // oxlint-disable-next-line no-await-in-loop -- what is said about them comes in their order
    await publish(settings, file);
  }
  const timers = new Map<string, NodeJS.Timeout>();
  let last = Promise.resolve();
  const watcher = watch(folder, (_event, name) => {
    const file = configurationFiles.find((one) => fileName(one) === name);
    if (!file) return;
    clearTimeout(timers.get(file.name));
    const publishLater = () => {
      last = last.then(() => publishAfterEdit(settings, file));
    };
    timers.set(file.name, setTimeout(publishLater, settleMs));
  });
  return {
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      watcher.close();
    },
  };
}

const fileName = ({ name }: ConfigurationFile) => `${name}.json`;

async function publishAfterEdit(settings: ConfigurationSettings, file: ConfigurationFile): Promise<void> {
  const published = await publish(settings, file);
  if (published === undefined) return;
  settings.onPublished();
  // Where an entry is wrong, what was said about it must not end in words of all being well.
  if (published.isSound) settings.say(`local/${fileName(file)} is in force`);
}

/** undefined where nothing was published. */
async function publish(settings: ConfigurationSettings, file: ConfigurationFile): Promise<Published | undefined> {
  const text = await readOrUndefined(join(settings.serviceDirectory, 'local', fileName(file)));
  if (text === undefined) {
    if (file.missing !== undefined) settings.say(file.missing);
    return undefined;
  }
  const problems = await problemsOf(text, file, settings.say);
  if (problems === undefined) return undefined;
  const marker = join(settings.stateDirectory, `${file.name}-published.sha256`);
  const hash = createHash('sha256').update(text).digest('hex');
  if ((await readOrUndefined(marker)) === hash) return undefined;
  const body = file.isChangedByCommands ? await withAdded(settings, file, text) : text;
  const object = { Bucket: settings.bucket, Key: file.key, Body: body, ContentType: 'application/json' };
  await settings.s3.send(new PutObjectCommand(object));
  await mkdir(settings.stateDirectory, { recursive: true });
  if (file.isChangedByCommands) await writeFile(publishedText(settings, file), text, { mode: 0o600 });
  await writeFile(marker, hash);
  return { isSound: problems.length === 0 };
}

/** What was published last, to know what commands have made of it since. */
const publishedText = ({ stateDirectory }: ConfigurationSettings, { name }: ConfigurationFile) =>
  join(stateDirectory, `${name}-published.json`);

/** The text with what commands have added in the bucket; what else they did there, and is undone, is said. */
async function withAdded(settings: ConfigurationSettings, file: ConfigurationFile, text: string): Promise<string> {
  const stored = await storedText(settings, file);
  if (stored === undefined) return text;
  const { merged, undone } = overCommands(text, stored, await readOrUndefined(publishedText(settings, file)));
  for (const what of undone) settings.say(`local/${fileName(file)}: ${what}.`);
  return merged;
}

async function storedText({ s3, bucket }: ConfigurationSettings, { key }: ConfigurationFile) {
  try {
    return await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

async function readOrUndefined(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** A slip in one entry is said and published; undefined: a file that is none at all is only said. */
async function problemsOf(
  text: string,
  file: ConfigurationFile,
  say: ConfigurationSettings['say'],
): Promise<readonly string[] | undefined> {
  const told = `local/${fileName(file)}`;
  try {
    file.read(text);
  } catch (error) {
    say(`${told}: ${error instanceof Error ? error.message : String(error)}. ${file.stays}`);
    return undefined;
  }
  const problems = await file.problems(text);
  for (const problem of problems) say(`${told}: ${problem}. ${file.slip}`);
  const reservations = await file.reservations(text);
  for (const reservation of reservations) say(`${told}: ${reservation}.`);
  return [...problems, ...reservations];
}
