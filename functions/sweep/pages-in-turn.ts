import { SPILLED_PREFIX } from '#shared/messages/spilled-message.ts';
import type { ObjectListing, Objects } from '#shared/ports.ts';

/** As many as the client has sockets: each page is then three rounds of calls, to read, to send and to remove. */
const PAGE_SIZE = 50;

/** All keys of spilled messages, the oldest first; or from behind one of them on, and then those up to it. */
export async function* pagesInTurn(
  spilled: Pick<Objects, 'list'>,
  resumeAfter?: string,
): AsyncGenerator<readonly string[]> {
  let page: string[] = [];
  for await (const { key } of inTurn(spilled, resumeAfter)) {
    page.push(key);
    if (page.length < PAGE_SIZE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* inTurn(spilled: Pick<Objects, 'list'>, resumeAfter?: string): AsyncGenerator<ObjectListing> {
  yield* spilled.list(SPILLED_PREFIX, resumeAfter);
  if (resumeAfter === undefined) return;
  for await (const listing of spilled.list(SPILLED_PREFIX)) {
    if (listing.key > resumeAfter) return;
    yield listing;
  }
}
