import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/**
 * The Chromium that npm brought: nothing has to be installed by hand, and nothing is downloaded. Not with the arguments that
 * its package proposes for Lambda: some of them switch off what keeps pages from one another.
 */
export async function launchChromium(): Promise<Browser> {
  chromium.setGraphicsMode = false;
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // Containers and CI have no user namespaces, and it only sees pages of ours.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    headless: true,
  });
}
