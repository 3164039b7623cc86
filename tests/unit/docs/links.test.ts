import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('docs')];

function markdownIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Without what stands in code: an example is no link. */
const proseOf = (page: string) =>
  readFileSync(page, 'utf8')
    .replaceAll(/^```[^]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, 'code');

/** As GitHub makes them: lower case, no punctuation, spaces to hyphens. */
const anchorsOf = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const links = pages.flatMap((page) =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ page, target })),
);

test.each(links)('$page leads to $target', ({ page, target }) => {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  expect(existsSync(file)).toBe(true);
  expect(anchor === undefined ? [undefined] : anchorsOf(file)).toContain(anchor);
});

test('the architecture lists every decision', () => {
  const listed = [...readFileSync('docs/architecture.md', 'utf8').matchAll(/\]\(decisions\/([^)]+)\)/g)];
  expect(new Set(listed.map(([, file]) => file))).toEqual(new Set(readdirSync('docs/decisions')));
});

test('every page of docs is reached from the README, a decision by the architecture', () => {
  const readme = links.filter(({ page }) => page === 'README.md').map(({ target }) => target.split('#')[0]);
  const unreached = readdirSync('docs').filter((name) => name.endsWith('.md') && !readme.includes(`docs/${name}`));
  expect(unreached).toEqual([]);
});
