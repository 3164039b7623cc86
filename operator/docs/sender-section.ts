import type { About } from '../../functions/ingest/providers/about.ts';
import { isDescribed, type Provider } from '../../functions/ingest/providers/provider.ts';
import { describeAccepted, describeHandshake } from './describe-answers.ts';
import { describeEvents, describeIdentity } from './describe-identity.ts';
import { inMarkdown } from './in-markdown.ts';
import { describeScheme } from './describe-scheme.ts';

export interface Sender {
  readonly provider: Provider;
  readonly about: About;
}

const CONFIDENCE: Readonly<Record<About['confidence'], string>> = {
  library: 'Checked against the sender’s own library.',
  documentation: 'As its documentation has it; no library of the sender’s was at hand to check it with.',
  'third party': 'As third parties have it: try it with a real webhook before you rely on it.',
};

/** All that one needs to know of one sender. */
export function senderSection({ provider, about }: Sender): string {
  return `${[
    `## ${about.title}`,
    `Provider \`${provider.name}\`. [Documentation](${about.documentation}). ${CONFIDENCE[about.confidence]}`,
    `**What to enter**\n\n${about.setUp.map((step, index) => `${index + 1}. ${inMarkdown(step.replaceAll('{url}', '`https://…/webhooks/<source>`'))}`).join('\n')}`,
    ...listOf('The source holds', [...secretsOf(about), ...optionsOf(about)]),
    `**What is verified.** ${inMarkdown(about.verified)}`,
    ...listOf('How', [...provider.schemes.map(describeScheme), describeAge(provider, about)]),
    ...listOf('Not covered', about.notCovered),
    ...listOf('Delivery and events', [
      `Delivery id: ${describeIdentity(provider.identity)}`,
      ...describeEvents(provider),
      ...keptOf(provider),
    ]),
    ...listOf('Answers', [
      `Accepted: ${describeAccepted(provider)}.`,
      ...(provider.handshakes ?? []).map((one) => `Handshake ${describeHandshake(one)}.`),
    ]),
    `**Size.** ${inMarkdown(about.size)}`,
    `**Retries.** ${inMarkdown(about.retries)} ${provider.resends ? 'A 429 or 5xx from here makes it try again.' : 'A 429 or 5xx from here loses the webhook: it does not try again by itself.'}`,
    ...listOf('Traps', about.traps),
  ].join('\n\n')}\n`;
}

const listOf = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`**${title}**\n\n${lines.map((line) => `- ${inMarkdown(line)}`).join('\n')}`];

const secretsOf = ({ secrets }: About) =>
  secrets.map(
    ({ what, use, madeBy, isPublic }) =>
      `${isPublic ? 'Public key' : 'Secret'}${use === undefined ? '' : ` (use \`${use}\`)`}: ${what}${madeBy === 'us' ? ' Ours to make up: `sources add --generate`.' : ''}`,
  );

const optionsOf = ({ options = {} }: About) =>
  Object.entries(options).map(
    ([name, { isRequired, what }]) => `Option \`${name}\`${isRequired ? ', required' : ''}: ${what}`,
  );

function describeAge({ toleranceSeconds, schemes }: Provider, { options = {} }: About): string {
  if (toleranceSeconds !== undefined) {
    return `at most ${toleranceSeconds} s old, or ahead of our clock; the source’s \`toleranceSeconds\` changes it`;
  }
  const isTimed = schemes.some((scheme) => isDescribed(scheme) && scheme.timestamp !== undefined);
  return isTimed || options.toleranceSeconds
    ? 'its age is not checked, unless the source has `toleranceSeconds`'
    : 'its age cannot be checked: no time is signed';
}

function keptOf({ headers, contentTypes }: Provider): readonly string[] {
  const kept =
    headers.length === 0 ? 'No header is kept.' : `Kept headers: ${headers.map((name) => `\`${name}\``).join(', ')}.`;
  return [
    kept,
    `Bodies: ${contentTypes.map((type) => (type === 'none' ? 'without a content type' : `\`${type}\``)).join(', ')}.`,
  ];
}
