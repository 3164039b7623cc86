import * as v from 'valibot';
import { deadLetterStateSchema } from '#shared/messages/dead-letter.ts';
import { countOf } from '../../components/numbers.ts';
import { RunButtons } from '../../run-dialog/run-buttons.tsx';
import { orAll, toSelection, type Filters } from './filters.ts';

interface ListActionsProps {
  readonly filters: Filters;
  /** Ids that were ticked: `<worker>/<event id>`. */
  readonly ticked: readonly string[];
}

/** Replay or discard: what is ticked, else all that the filters leave. */
export function ListActions({ filters, ticked }: ListActionsProps) {
  const workers = [...new Set(ticked.map((id) => id.slice(0, id.indexOf('/'))))];
  const [worker] = workers;
  if (worker !== undefined) {
    const ids = ticked.map((id) => id.slice(id.indexOf('/') + 1));
    const what = `${countOf(ids.length, 'ticked dead letter')} of ${worker}`;
    return (
      <RunButtons
        from={worker}
        chosen={{ ids }}
        what={what}
        {...(v.is(deadLetterStateSchema, filters.state) && { state: filters.state })}
        {...(workers.length > 1 && { unable: 'A run is of one worker: tick those of one alone.' })}
      />
    );
  }
  return (
    <RunButtons
      from={filters.from}
      chosen={orAll(toSelection(filters))}
      what={`all of ${filters.from} that the filters leave`}
      {...whyUnable(filters)}
    />
  );
}

function whyUnable({ from, text, state }: Filters): { readonly unable?: string } {
  if (from === '') return { unable: 'A run is of one worker: choose it in the filters, or tick some rows.' };
  if (text !== '') return { unable: 'A search by text only looks: tick the rows that are meant.' };
  if (state !== '' && state !== 'open')
    return { unable: 'Filters choose among what is open: tick the rows that are meant.' };
  return {};
}
