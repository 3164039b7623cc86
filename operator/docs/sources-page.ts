import { customSection } from './custom-section.ts';
import { inMarkdown } from './in-markdown.ts';
import { shortIdentity } from './describe-identity.ts';
import { shortScheme } from './describe-scheme.ts';
import { senderSection, type Sender } from './sender-section.ts';

const HEAD = `# Sources

A *source* is one configured endpoint of a *provider*, a kind of sender: \`stripe-eu\` and \`stripe-us\` are two sources of \`stripe\`.
Add one with \`npm run hooks -- sources add <name> --provider <provider>\`; it needs no deploy and takes effect within a minute.
Until then its URL answers 404, on which some senders refuse it or stop: add the source first, wait a minute, then enter the URL at the
sender. Where the sender shows the secret only afterwards, add it with \`--without-secret\`, and \`sources rotate <name>\` takes it.
When a signature fails, \`npm run hooks -- verify <file>\` says why. A sender that is not listed: describe it in the source itself
(\`provider: custom\`), or begin a provider with \`npm run hooks -- new provider <name>\`.

## What holds for every sender

- The signature is checked on the bytes as they came, against every secret of the source that counts at that time: to rotate, add the
  new one, and retire the old one once the sender uses the new.
- A body may have 4 MiB. API Gateway itself takes 10 MB, and Lambda 6 MB of event, which a body in base64 fills at about 4.5 MB: what is
  larger is answered 413 and is lost unless its sender keeps it.
- Answers: 400 malformed, 401 bad signature, 404 no such source, 405 wrong method, 413 too large, 415 another content type, 429 over
  budget and 503 not stored, both with Retry-After. Never a 2xx for what is not stored, and never 404 or 410 for a source that there is.
- A type that is not letters, digits and \`._:/-\`, or is longer than 128 characters, becomes \`other\`.

*This page is written by \`node operator/docs/write-sources.ts --write\` from each provider's folder: change it there.*
`;

/** docs/sources.md: a table of all senders, and a section for each. */
export function sourcesPage(senders: readonly Sender[]): string {
  const ordered = senders.toSorted((one, other) => one.about.title.localeCompare(other.about.title, 'en'));
  return [HEAD, customSection(), tableOf(ordered), ...ordered.map(senderSection)].join('\n');
}

function tableOf(senders: readonly Sender[]): string {
  const rows = senders.map(({ provider, about }) => [
    `[${about.title}](#${anchorOf(about.title)})`,
    `\`${provider.name}\``,
    shortScheme(provider),
    provider.toleranceSeconds === undefined ? '–' : `${provider.toleranceSeconds} s`,
    shortIdentity(provider.identity),
    provider.events ? 'several' : 'one',
    (provider.handshakes ?? []).length === 0 ? '–' : 'yes',
    provider.resends ? 'yes' : 'no',
  ]);
  const titles = ['Sender', 'Provider', 'Signature', 'Age', 'Delivery id', 'Events', 'Handshake', 'Tries again'];
  const lines = [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`);
  return `## All senders\n\n${lines.join('\n')}\n`;
}

const inCell = (text: string) => inMarkdown(text).replaceAll('|', String.raw`\|`);

/** As GitHub makes it of a heading. */
const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
