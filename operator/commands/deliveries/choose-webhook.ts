import { readFileSync } from 'node:fs';
import { CUSTOM, loadProvider } from '../../../functions/ingest/providers/load-provider.ts';
import { isDescribed, type Provider } from '../../../functions/ingest/providers/provider.ts';
import { readSamples, type Sample } from '../../../functions/ingest/providers/read-samples.ts';
import { WrongDescription } from '../../../functions/ingest/providers/wrong-description.ts';
import { canSign } from '../../../functions/ingest/signature/sign-webhook.ts';
import { countsAt, type Secret, type Source, type Sources } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import type { ReadSources } from '../../pipeline/read-running-sources.ts';
import { nearest } from '../../terminal/nearest.ts';
import { describeNames } from '../../verbs/sources/find-source.ts';
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

interface WantedWebhook {
  readonly source: string;
  readonly type?: string | undefined;
  readonly file?: string | undefined;
  /** Name in lower case → value: beside the sample's headers, or in their place. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws {CommandError} that lists what there is, when the source or the type is unknown */
export async function chooseWebhook(
  { sources, from }: ReadSources,
  wanted: WantedWebhook,
  now = new Date(),
): Promise<ChosenWebhook> {
  const source = Object.hasOwn(sources, wanted.source) ? sources[wanted.source] : undefined;
  if (!source) throw wrong(`There is no source ${wanted.source} in ${from}${whichThereAre(wanted.source, sources)}`);
  if (source === 'invalid') throw wrong(`The entry of ${wanted.source} in ${from} is not valid.`);
  const provider = await providerOf(wanted.source, source);
  if (!canSign(provider))
    throw wrong(`Only ${provider.name} itself can sign its webhooks: none can be sent from here.`);
  const secret = source.secrets.find((one) => countsAt(one, now) && isToSignWith(one, provider));
  if (!secret)
    throw wrong(
      `The source ${wanted.source} has no secret to sign with: \`sources rotate ${wanted.source}\` gives it one.`,
    );
  const isCustom = source.provider === CUSTOM;
  if (isCustom && wanted.file === undefined) {
    throw wrong(`The source ${wanted.source} describes its provider itself: say what to send with --file.`);
  }
  const chosenSample = isCustom ? bareSample(provider, wanted.type) : chooseSample(provider, wanted.type);
  const sample = { ...chosenSample, headers: { ...chosenSample.headers, ...wanted.headers } };
  const { publicUrl } = source.options;
  const signedUrl = publicUrl === undefined ? {} : { publicUrl };
  const chosen = { sourceName: wanted.source, provider, secret: secret.value, sample, ...signedUrl };
  return wanted.file === undefined ? chosen : { ...chosen, body: readBody(wanted.file) };
}

async function providerOf(name: string, source: Source): Promise<Provider> {
  try {
    const provider = await loadProvider(source);
    if (provider) return provider;
  } catch (error) {
    if (!(error instanceof WrongDescription)) throw error;
    throw wrong(`The description of the source ${name} is wrong: ${error.problems.join('; ')}.`);
  }
  throw wrong(`The source ${name} names the provider ${source.provider}, which is none: \`sources check\` says more.`);
}

function whichThereAre(name: string, sources: Sources): string {
  const meant = nearest(name, Object.keys(sources));
  if (meant !== undefined) return `. Did you mean ${meant}?`;
  return `. ${describeNames(Object.keys(sources))}`;
}

/** Of a sender without samples: its body comes from a file. */
function bareSample({ contentTypes }: Provider, type = ''): Sample {
  const contentType = contentTypes.find((one) => one !== 'none');
  return { type, headers: contentType === undefined ? {} : { 'content-type': contentType }, body: {} };
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
