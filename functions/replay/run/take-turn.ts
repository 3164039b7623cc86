import type { Clock, Ids } from '#shared/ports.ts';
import { numberOf } from './number-of.ts';
import { turnKey, turnSchema, turnsPrefix, type TurnEntry } from './turn-entry.ts';
import { overwrite, storeOwn } from './store-own.ts';
import { readEntry } from './read-entry.ts';
import { Superseded } from './superseded.ts';
import type { RunPorts } from './run-ports.ts';

/**
 * Longer than a page takes at its worst. Who outlives it all the same is stopped by the next intent or page of outcomes
 * that it cannot store.
 */
const LEASE_MS = 60_000;
/** Often enough that one that fails is made up for. */
const RENEW_AFTER_MS = 10_000;
/** What a page sends takes 30 s at its worst; whoever has less left renews its turn before it begins. */
const ACT_MS_MAX = 30_000;

/** One invocation's right to work on a run. */
export interface Turn {
  readonly number: number;
  /** Does nothing while there is time, nor once it has passed: it may be somebody else's by then. */
  renew(): Promise<void>;
  /** Whether it has passed, by the clock of this invocation. */
  hasPassed(): boolean;
  /** @throws {Superseded} once it has passed */
  check(): void;
  /** Makes sure that nobody else takes over before a page is done. @throws {Superseded} where that is not sure */
  hold(): Promise<void>;
  end(): Promise<void>;
}

/** Somebody else works on the run. */
export class RunHeld extends Error {
  override readonly name = 'RunHeld';
}

type TurnPorts = Pick<RunPorts, 'results'> & { readonly clock: Clock; readonly ids: Ids };

/** @throws {RunHeld} that says until when somebody else works on the run */
export async function takeTurn(run: string, { results, clock, ids }: TurnPorts): Promise<Turn> {
  const last = await findLastTurn(run, results);
  if (last && isHeld(last.entry, clock.now())) throw heldUntil(run, last.entry);
  const number = (last?.number ?? 0) + 1;
  const key = turnKey(run, number);
  const token = ids.unique();
  const entryNow = (): TurnEntry => ({
    v: 1,
    token,
    until: new Date(clock.now().getTime() + LEASE_MS).toISOString(),
  });
  let entry = entryNow();
  if ((await storeOwn(results, key, entry)) === 'of another') {
    throw heldUntil(run, await readEntry(results, key, turnSchema));
  }
  const leftMs = () => Date.parse(entry.until) - clock.now().getTime();
  const hasPassed = () => leftMs() <= 0;
  const check = () => {
    if (hasPassed()) throw new Superseded(run);
  };
  const renew = async () => {
    if (hasPassed() || LEASE_MS - leftMs() < RENEW_AFTER_MS) return;
    const next = entryNow();
    await overwrite(results, key, next);
    // What was stored too late renews nothing.
    if (!hasPassed()) entry = next;
  };
  return {
    number,
    renew,
    hasPassed,
    check,
    async hold() {
      if (leftMs() < ACT_MS_MAX) await renew();
      check();
    },
    end: () => overwrite(results, key, { ...entry, endedAt: clock.now().toISOString() }),
  };
}

/** Whether anybody works on the run at this moment. */
export async function isWorkedOn(run: string, { results, clock }: Omit<TurnPorts, 'ids'>): Promise<boolean> {
  const last = await findLastTurn(run, results);
  return last !== undefined && isHeld(last.entry, clock.now());
}

async function findLastTurn(run: string, results: TurnPorts['results']) {
  let lastKey: string | undefined;
  for await (const { key } of results.list(turnsPrefix(run))) lastKey = key;
  if (lastKey === undefined) return undefined;
  return { number: numberOf(lastKey), entry: await readEntry(results, lastKey, turnSchema) };
}

const isHeld = ({ until, endedAt }: TurnEntry, now: Date) => endedAt === undefined && Date.parse(until) > now.getTime();

const heldUntil = (run: string, { until }: TurnEntry) =>
  new RunHeld(
    `The run ${run} is being worked on by another call: wait for it, or ask again after ${until}, when it must have ended ` +
      'or said so anew.',
  );
