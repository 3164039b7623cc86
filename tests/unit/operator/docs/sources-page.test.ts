import { readFileSync } from 'node:fs';
import { descriptionProblems } from '../../../../functions/ingest/description-problems.ts';
import { descriptionSchema } from '../../../../functions/ingest/providers/custom/description-schema.ts';
import { loadProvider } from '../../../../functions/ingest/providers/load-provider.ts';
import { inMarkdown } from '../../../../operator/docs/in-markdown.ts';
import { readSenders } from '../../../../operator/docs/read-senders.ts';
import { sourcesPage } from '../../../../operator/docs/sources-page.ts';
import { allProviders } from '../../../support/all-providers.ts';

const senders = await readSenders();
const page = sourcesPage(senders);

test('docs/sources.md is what the providers’ folders say now: node operator/docs/write-sources.ts --write', () => {
  expect(readFileSync('docs/sources.md', 'utf8') === page).toBe(true);
});

test('every provider has a row and a section, and every row leads to its section', () => {
  expect(senders.map(({ provider }) => provider.name).toSorted()).toEqual(
    allProviders.map(({ name }) => name).toSorted(),
  );
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const links = [...page.matchAll(/^\| \[[^\]]+\]\(#([^)]+)\)/gm)].map(([, anchor]) => anchor);
  expect(links).toHaveLength(allProviders.length);
  for (const link of links) expect(headings).toContain(link);
  expect(new Set(headings).size).toBe(headings.length);
});

test.each(senders)('the section of $provider.name says all there is to say', ({ provider, about }) => {
  const section = page.split(/^## /m).find((one) => one.startsWith(`${about.title}\n`));
  for (const title of [
    'What to enter',
    'What is verified.',
    'How',
    'Delivery and events',
    'Answers',
    'Size.',
    'Retries.',
  ]) {
    expect(section).toContain(`**${title}**`);
  }
  expect(section).toContain(about.documentation);
  expect(section).not.toMatch(/undefined|\[object|\{url\}(?!\{|`)/);
  for (const handshake of provider.handshakes ?? []) expect(section).toContain(`Handshake ${handshake.name}`);
});

test('the examples of a sender that describes itself are right, here and in README.md', async () => {
  expect(page.indexOf('provider custom')).toBeLessThan(page.indexOf('## All senders'));
  for (const text of [page, readFileSync('README.md', 'utf8')]) {
    const examples = [...text.matchAll(/^```json\n(.*?)^```/gms)].map(([, json = '']) => json);
    const custom = examples.filter((json) => json.includes('"custom"'));
    expect(custom).toHaveLength(1);
    expect(await descriptionProblems(custom[0]!, loadProvider)).toEqual([]);
  }
});

test('each field of a description has a row, and is called required where it is', () => {
  for (const [field, schema] of Object.entries(descriptionSchema.entries)) {
    const isRequired = !/optional/.test(schema.type);
    expect(page).toContain(`| \`${field}\`${isRequired ? ', required' : ''} |`);
  }
});

test('what is no markup stays none', () => {
  expect(inMarkdown('sns.<region>, *Sid and *Status, `<a>*`')).toBe(
    String.raw`sns.&lt;region>, \*Sid and \*Status, ` + '`<a>*`',
  );
});
