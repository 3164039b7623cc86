import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './launch-chromium.ts';

/** Polls are 5 s apart, and a busy machine takes its time. */
const WAIT_MS_MAX = 90_000;
const SCREENSHOTS = process.env['SCREENSHOTS'];

export interface BrowserUnderTest {
  readonly browser: Browser;
  /** A tab of somebody else's browser: it shares nothing with the others. */
  open(url: string, options?: { readonly width?: number; readonly scheme?: 'light' | 'dark' }): Promise<Page>;
  /** What pages have complained about since: refused styles, broken scripts. */
  complaints(): readonly string[];
  /** Closes every tab: one that is forgotten goes on asking and drawing. */
  closeTabs(): Promise<void>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<BrowserUnderTest> {
  const browser = await launchChromium();
  const complaints: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    browser,
    async open(url, { width = 1280, scheme = 'light' } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme: scheme,
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      context.setDefaultTimeout(WAIT_MS_MAX);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (said) => {
        if (said.type() === 'error' && /Content Security Policy|React|Warning/.test(said.text()))
          complaints.push(said.text());
      });
      await page.goto(url);
      return page;
    },
    complaints: () => complaints,
    async closeTabs() {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
    close: () => browser.close(),
  };
}

/** What axe-core finds that keeps people from using the page; `colours` looks at contrasts alone. */
export async function seriousViolations(page: Page, looked: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  // Else each look opens another page, for frames of which we have none.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (looked === 'colours' ? axe.withRules(['color-contrast']) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** For docs/: made by the same run that tests the pages, where SCREENSHOTS says so. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  const directory = join('docs', 'console');
  mkdirSync(directory, { recursive: true });
  await page.screenshot({ path: join(directory, `${name}.png`) });
}
