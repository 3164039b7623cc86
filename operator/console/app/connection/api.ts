// Every question of the app, each with the schema of its answer and how often it is asked again.
import * as v from 'valibot';
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/react-query';
import {
  aboutAnswerSchema,
  countAnswerSchema,
  groupsAnswerSchema,
  listAnswerSchema,
  runAnswerSchema,
  runsAnswerSchema,
  showAnswerSchema,
  traceAnswerSchema,
  type InspectRequest,
} from '#shared/messages/inspect-request.ts';
import { receiptSchema } from '#shared/messages/receipt.ts';
import { replayAnswerSchema, type ReplayRequest } from '#shared/messages/replay-request.ts';
import { begunSchema } from '../../protocol/begin-request.ts';
import { chartsSchema } from '../../protocol/charts.ts';
import { runSinceSchema } from '../../protocol/run-since.ts';
import { recalledEntries } from '../../protocol/recalled.ts';
import { progressSchema } from '../../protocol/progress.ts';
import { feedChangeSchema, statusSchema, workersSchema } from '../../protocol/status.ts';
import { act, read } from './ask.ts';
import { connection } from './connection.ts';
import { learnKey } from './rejoin.ts';

type Asked<Kind extends keyof InspectRequest> = NonNullable<InspectRequest[Kind]>;

/** Another tab's changes, and other operators', appear after this long. */
const LIVE_MS = 2000;
const CALM_MS = 5000;
/** Points are minutes; a new one is worth a look a few times a minute. */
const CHARTS_MS = 10_000;
const WATCHED_RUN_MS = 1000;
/** Whoever is away refuses at once; the page goes on as soon as they are back. */
const AWAY_MS = 1000;

const every = (ms: number) => () => (connection() === 'here' ? ms : AWAY_MS);

export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: ({ signal }) => read('about', aboutAnswerSchema, {}, signal),
  refetchInterval: every(CALM_MS),
});

/** Once for each load of the page; the key itself is nothing to show. */
export const tabKeyQuery = queryOptions({
  queryKey: ['tab-key'],
  queryFn: ({ signal }) => learnKey(signal),
  staleTime: Infinity,
  refetchInterval: ({ state }) => (state.data === undefined ? AWAY_MS : false),
});

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => read('status', statusSchema, {}, signal),
  refetchInterval: every(LIVE_MS),
});

export const chartsQuery = queryOptions({
  queryKey: ['charts'],
  queryFn: ({ signal }) => read('charts', chartsSchema, {}, signal),
  refetchInterval: every(CHARTS_MS),
});

const recalledGroupsSchema = v.object({ ...groupsAnswerSchema.entries, ...recalledEntries });
const recalledListSchema = v.object({ ...listAnswerSchema.entries, ...recalledEntries });
const recalledCountSchema = v.object({ ...countAnswerSchema.entries, ...recalledEntries });

export type Listed = v.InferOutput<typeof recalledListSchema>;

export const groupsQuery = (asked: Asked<'groups'>) =>
  queryOptions({
    queryKey: ['dead-letters', 'groups', asked],
    queryFn: ({ signal }) => read('groups', recalledGroupsSchema, asked, signal),
    refetchInterval: every(CALM_MS),
    placeholderData: keepPreviousData,
  });

export const listQuery = (asked: Asked<'list'>) =>
  queryOptions({
    queryKey: ['dead-letters', 'list', asked],
    queryFn: ({ signal }) => read('list', recalledListSchema, asked, signal),
    refetchInterval: every(CALM_MS),
    placeholderData: keepPreviousData,
  });

export const countQuery = (asked: Asked<'count'>) =>
  queryOptions({
    queryKey: ['dead-letters', 'count', asked],
    queryFn: ({ signal }) => read('count', recalledCountSchema, asked, signal),
    refetchInterval: every(CALM_MS),
    placeholderData: keepPreviousData,
  });

/** In no list of open ones: whoever does not look for them does not know of them. */
export const quarantinedQuery = countQuery({ all: true, state: 'quarantined' });

/** The one that waits longest. */
export const oldestQuery = listQuery({ all: true, limit: 1 });

export const showQuery = (asked: Asked<'show'>) =>
  queryOptions({
    queryKey: ['dead-letters', 'show', asked],
    queryFn: ({ signal }) => read('show', showAnswerSchema, asked, signal),
    // What was revealed is asked for once, because every look at it is logged.
    refetchInterval: asked.reveal ? false : every(CALM_MS),
    placeholderData: keepPreviousData,
  });

export const traceQuery = (id: string) =>
  queryOptions({
    queryKey: ['trace', id],
    queryFn: id === '' ? skipToken : ({ signal }) => read('trace', traceAnswerSchema, { id }, signal),
    refetchInterval: every(CALM_MS),
  });

export const runsQuery = (asked: Asked<'runs'>) =>
  queryOptions({
    queryKey: ['runs', 'list', asked],
    queryFn: ({ signal }) => read('runs', runsAnswerSchema, asked, signal),
    refetchInterval: every(CALM_MS),
    placeholderData: keepPreviousData,
  });

export const runQuery = (asked: Asked<'run'>) =>
  queryOptions({
    queryKey: ['runs', 'run', asked],
    queryFn: ({ signal }) => read('run', runAnswerSchema, asked, signal),
    refetchInterval: every(LIVE_MS),
    placeholderData: keepPreviousData,
  });

export const sinceQuery = (run: string) =>
  queryOptions({
    queryKey: ['runs', 'since', run],
    queryFn: ({ signal }) => read('since', runSinceSchema, { run }, signal),
    refetchInterval: every(CALM_MS),
  });

export const progressQuery = (run: string | undefined) =>
  queryOptions({
    queryKey: ['runs', 'progress', run],
    queryFn: run === undefined ? skipToken : ({ signal }) => read('runs/progress', progressSchema, { run }, signal),
    refetchInterval: (query) => (query.state.data?.state === 'ended' ? false : WATCHED_RUN_MS),
  });

/** What a run is to do: without its name, which the console's server gives it. */
export type BeginAsked = Pick<ReplayRequest, 'replay' | 'discard'>;

export const foreseeQuery = (asked: BeginAsked) =>
  queryOptions({
    queryKey: ['foresee', asked],
    queryFn: ({ signal }) => act('runs/foresee', replayAnswerSchema, asked, signal),
    // What is confirmed must be what was shown.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
  });

export const begin = (asked: BeginAsked) => act('runs/begin', begunSchema, asked);
export const resume = (run: string) => act('runs/resume', begunSchema, { run });
export const abort = (asked: { readonly run: string; readonly reason: string }) =>
  act('runs/abort', receiptSchema, asked);

export const workersQuery = queryOptions({
  queryKey: ['workers'],
  queryFn: ({ signal }) => read('workers', workersSchema, {}, signal),
  refetchInterval: every(LIVE_MS),
});

export const pause = (worker: string) => act('workers/pause', feedChangeSchema, { worker });
export const goOn = (worker: string) => act('workers/resume', feedChangeSchema, { worker });
