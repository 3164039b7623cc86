import * as v from 'valibot';
import { outcomePageKey } from '#shared/messages/receipt.ts';

/** What a page of outcomes is going to be about, stored before anything is done: after a crash it tells what was begun. */
export const intentSchema = v.object({ v: v.literal(1), turn: v.number(), ids: v.array(v.string()) });

export type Intent = v.InferOutput<typeof intentSchema>;

export const intentKey = (run: string, page: number) => outcomePageKey(run, page).replace(/\.json$/, '.began.json');
