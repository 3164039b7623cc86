import * as v from 'valibot';
import { sentSinceSchema } from '#shared/messages/sent-since.ts';
import { recalledEntries } from './recalled.ts';

/** What has become of those that a run sent; none where it sends nothing. */
export const runSinceSchema = v.object({ since: v.optional(sentSinceSchema), ...recalledEntries });
