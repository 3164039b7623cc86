import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pMap from 'p-map';
import type { LocalPipeline } from '../local-pipeline.ts';
import { plant } from './canary.ts';
import { SECRETS } from './plant-configuration.ts';
import { askConsole, tailUntil, type Shown } from './shown.ts';

/** As many as the machine has cores, or they only wait for each other. */
const COMMANDS_AT_ONCE = 3;

export interface Occasion {
  readonly pipeline: LocalPipeline;
  readonly shown: Shown;
  readonly packaged: string;
  readonly idOf: (name: string) => string;
}

/** What operators look at, and what they do about it. */
export async function operate({ pipeline, shown, packaged, idOf }: Occasion): Promise<void> {
  const show = (worker: string, name: string) => ['dead-letters', 'show', `${worker}/${idOf(name)}`, '--body'];
  const looks = [
    ['status'],
    ['status', '--json'],
    ['dead-letters', 'list'],
    ['dead-letters', 'list', '--json'],
    ['dead-letters', 'list', '--from', 'quoting', '--where', `password == '${plant('sought')}'`],
    ['dead-letters', 'groups'],
    show('quoting', 'text'),
    [...show('quoting', 'schema'), '--json'],
    show('forward', 'small'),
    [...show('forward', 'large'), '--json'],
    show('forward', 'form'),
    ['trace', idOf('text')],
    ['trace', idOf('small'), '--json'],
    ['sources', 'list', '--secrets'],
    ['sources', 'check'],
    ['verify', recorded(pipeline)],
    ['doctor', '--package', packaged],
  ];
  await pMap(looks, (args) => shown.hooks(args), { concurrency: COMMANDS_AT_ONCE });
  await tailUntil(pipeline, shown, idOf('rejection'));
  await askConsole(pipeline, shown, {
    list: { all: true },
    groups: {},
    show: { id: `forward/${idOf('tokenInQuery')}`, body: true },
    trace: { id: idOf('large') },
    status: {},
    charts: {},
  });
  await act(shown, idOf);
}

/** One after the other: each changes what the next one finds. */
async function act(shown: Shown, idOf: Occasion['idOf']): Promise<void> {
  const commands: readonly (readonly [readonly string[], string?])[] = [
    [['sources', 'add', 'later', '--provider', 'github'], `${plant('added')}\n`],
    [['sources', 'add', 'later', '--provider', 'github'], `${plant('addedAgain')}\n`],
    [['sources', 'rotate', 'github', '--retire-old-after', '1h'], `${plant('rotated')}\n`],
    [['sources', 'rotate', 'gitlab'], `whsec_${plant('noBase64')}!\n`],
    [['sources', 'confirm', 'board', '--yes']],
    [['dead-letters', 'replay', '--from', 'quoting', '--ids', idOf('schema'), '--reason', 'A test']],
    [['runs', 'list', '--json']],
    [['erase', '--source', 'github', '--where', `password == '${plant('password')}'`, '--reason', 'A test', '--yes']],
    [['erase', '--source', 'github', '--where', `password == '${plant('password')}'`, '--dry-run', '--json']],
  ];
  for (const [args, input] of commands) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    await shown.hooks(args, input);
  }
}

/** A webhook as ingest got it, whose signature fails, for `verify`. */
function recorded({ localDir }: LocalPipeline): string {
  const event = JSON.parse(readFileSync('events/ingest/github-push.json', 'utf8')) as { headers: object; body: string };
  const file = join(localDir, 'recorded.json');
  const headers = {
    ...event.headers,
    'x-hub-signature-256': `sha256=${SECRETS.github}`,
    cookie: plant('recordedCookie'),
  };
  writeFileSync(file, JSON.stringify({ ...event, headers, body: JSON.stringify({ password: plant('recorded') }) }));
  return file;
}
