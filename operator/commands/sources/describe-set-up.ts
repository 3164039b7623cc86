import type { About } from '../../../functions/ingest/providers/about.ts';
import { withWord } from '../../verbs/sources/offer-word.ts';

export interface SetUp {
  readonly name: string;
  readonly provider: string;
  readonly about: About | undefined;
  readonly url: string | undefined;
  /** The one for an offer, where the source waits for a secret. */
  readonly word: string | undefined;
}

const HERE = '<the URL of the HTTP API>/webhooks/';

/** What is to be entered at the sender. */
export function urlToEnter({ name, url, word }: Pick<SetUp, 'name' | 'url' | 'word'>): string {
  const entered = url ?? `${HERE}${name}`;
  return word === undefined ? entered : withWord(entered, word);
}

/** A step that whoever reads this has done, or has left for later. */
const ADDING = '`sources add <name>';

const stepToAdd = ({ word }: Pick<SetUp, 'word'>): readonly string[] =>
  word === undefined
    ? ['Let it offer its secret: `sources rotate <name> --await-secret 10m` shows the URL to enter.']
    : [];

/** The steps at the sender, with the source's URL in its place. */
export const setUpSteps = (setUp: Omit<SetUp, 'provider'>): readonly string[] =>
  (setUp.about?.setUp ?? ['Enter {url} as the URL of the webhook.'])
    .flatMap((step) => (step.includes(ADDING) ? stepToAdd(setUp) : [step]))
    .map((step) => step.replaceAll('{url}', () => urlToEnter(setUp)).replaceAll('<name>', () => setUp.name));

/** What to do at the sender. */
export function describeSetUp(setUp: SetUp): string {
  const title = setUp.about?.title ?? setUp.provider;
  const steps = setUpSteps(setUp).map((step, index) => `  ${index + 1}. ${step}`);
  return [`At ${title}:`, ...steps, ''].join('\n');
}
