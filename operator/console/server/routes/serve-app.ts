import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { AppFiles } from '../app-files.ts';
import { isPage } from '../../protocol/page-paths.ts';
import { documentPolicy } from '../guards/security-headers.ts';

/** index.html has it where the document's own nonce belongs. */
export const NONCE_PLACE = 'STYLE_NONCE';
const NONCE_BYTES = 16;

/** The app's files have their hash in their names. Whatever else is asked for gets the document, which shows the page, or that there is none. */
export function serveApp({ document, assets }: AppFiles): Hono {
  return new Hono().get('*', (context) => {
    const asset = assets.get(context.req.path);
    if (asset) {
      return context.body(asset.bytes, 200, {
        'content-type': asset.contentType,
        'cache-control': 'private, max-age=31536000, immutable',
      });
    }
    if (context.req.path.startsWith('/assets/')) return context.json({ error: 'There is no such file.' }, 404);
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    return context.html(document.replaceAll(NONCE_PLACE, nonce), isPage(context.req.path) ? 200 : 404, {
      'content-security-policy': documentPolicy(nonce),
    });
  });
}
