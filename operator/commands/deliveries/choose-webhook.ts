import { readFileSync } from 'node:fs';
import { providers } from '../../../functions/ingest/providers/index.ts';
import { CUSTOM, loadProvider } from '../../../functions/ingest/providers/load-provider.ts';
import { isDescribed, type Provider } from '../../../functions/ingest/providers/provider.ts';
import { readSamples, type Sample } from '../../../functions/ingest/providers/read-samples.ts';
import { canSign } from '../../../functions/ingest/signature/sign-webhook.ts';
import { countsAt, type Secret, type Sources } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { whyUnreadable } from '../../why-unreadable.ts';

/** What to sign and send. */
export interface ChosenWebhook {
  readonly sourceName: string;
  readonly provider: Provider;
  readonly secret: string;
  readonly sample: Sample;
  /** As it was entered at the sender, where the source says so. */
  readonly publicUrl?: string;
  /** In place of the sample's own body. */
  readonly body?: Buffer;
}

/** @throws {CommandError} that lists what there is, when the source or the type is unknown */
export async function chooseWebhook(
  sources: Sources,
  wanted: { readonly source: string; readonly type?: string | undefined; readonly file?: string | undefined },
  now = new Date(),
): Promise<ChosenWebhook> {
  const source = Object.hasOwn(sources, wanted.source) ? sources[wanted.source] : undefined;
  if (!source)
    throw wrong(`There is no source ${wanted.source} in local/sources.json; there is ${list(Object.keys(sources))}.`);
  if (source === 'invalid') throw wrong(`The entry of ${wanted.source} in local/sources.json is not valid.`);
  if (source.provider === CUSTOM) {
    throw wrong(`The source ${wanted.source} describes its provider itself, and of that one there are no samples.`);
  }
  const provider = await loadProvider(source);
  if (!provider) {
    const known = list(Object.keys(providers));
    throw wrong(`The source ${wanted.source} names the provider ${source.provider}; there is ${known}.`);
  }
  if (!canSign(provider))
    throw wrong(`Only ${provider.name} itself can sign its webhooks: none can be sent from here.`);
  const secret = source.secrets.find((one) => countsAt(one, now) && isToSignWith(one, provider));
  if (!secret)
    throw wrong(`The source ${wanted.source} has no secret to sign with: give it one in local/sources.json.`);
  const sample = chooseSample(provider, wanted.type);
  const { publicUrl } = source.options;
  const signedUrl = publicUrl === undefined ? {} : { publicUrl };
  const chosen = { sourceName: wanted.source, provider, secret: secret.value, sample, ...signedUrl };
  return wanted.file === undefined ? chosen : { ...chosen, body: readBody(wanted.file) };
}

/** A sender may have secrets for other things, such as its handshakes. */
const isToSignWith = ({ use }: Secret, { schemes }: Provider) =>
  schemes.some((scheme) => use === (isDescribed(scheme) ? scheme.secrets?.use : undefined));

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
