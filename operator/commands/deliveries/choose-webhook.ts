import { readFileSync } from 'node:fs';
import { providers } from '../../../functions/ingest/providers/index.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { readSamples, type Sample } from '../../../functions/ingest/providers/read-samples.ts';
import { countsAt, type Sources } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { whyUnreadable } from '../../why-unreadable.ts';

/** What to sign and send. */
export interface ChosenWebhook {
  readonly sourceName: string;
  readonly provider: Provider;
  readonly secret: string;
  readonly sample: Sample;
  /** In place of the sample's own body. */
  readonly body?: Buffer;
}

/** @throws {CommandError} that lists what there is, when the source or the type is unknown */
export function chooseWebhook(
  sources: Sources,
  wanted: { readonly source: string; readonly type?: string | undefined; readonly file?: string | undefined },
  now = new Date(),
): ChosenWebhook {
  const source = Object.hasOwn(sources, wanted.source) ? sources[wanted.source] : undefined;
  if (!source)
    throw wrong(`There is no source ${wanted.source} in local/sources.json; there is ${list(Object.keys(sources))}.`);
  if (source === 'invalid') throw wrong(`The entry of ${wanted.source} in local/sources.json is not valid.`);
  const provider = providers.find(({ name }) => name === source.provider);
  if (!provider) {
    const known = list(providers.map(({ name }) => name));
    throw wrong(`The source ${wanted.source} names the provider ${source.provider}; there is ${known}.`);
  }
  const secret = source.secrets.find((one) => countsAt(one, now));
  if (!secret)
    throw wrong(`The source ${wanted.source} has no secret to sign with: give it one in local/sources.json.`);
  const sample = chooseSample(provider, wanted.type);
  const chosen = { sourceName: wanted.source, provider, secret: secret.value, sample };
  return wanted.file === undefined ? chosen : { ...chosen, body: readBody(wanted.file) };
}

/** Without a type the first by name: for GitHub the ping, with which every one of its webhooks begins. */
function chooseSample(provider: Provider, type: string | undefined): Sample {
  const samples = readSamples(provider.name);
  const sample = type === undefined ? samples[0] : samples.find((candidate) => candidate.type === type);
  if (sample) return sample;
  const known = list(samples.map((candidate) => candidate.type));
  throw wrong(
    `There is no sample ${type ?? ''} of ${provider.name}; there is ${known}. --file sends a body of your own.`,
  );
}

function readBody(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw wrong(whyUnreadable(file, error));
  }
}

const wrong = (message: string) => new CommandError(exitCode.wrongUsage, message);

const list = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(names) || 'none';
