import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import * as v from 'valibot';
import type { Clock, Log, Revision, Table } from '../ports.ts';
import { isTakenAt, markerSchema, type Marker } from './marker.ts';

/** As long as a dead letter can be replayed: a marker that went first would let the replay do it a second time. */
const MARKER_SECONDS = 400 * 24 * 60 * 60;

/** Each lost race means that somebody else has just written; the second look nearly always decides. */
const PUT_ATTEMPTS_MAX = 4;

export interface MarkerPorts {
  readonly table: Table;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Where Powertools keeps one marker for one run of one function. A class because Powertools has it extended. It writes
 * over nothing but its own revision: a run whose lease has passed can neither complete nor delete its successor's marker.
 */
export class MarkerLayer extends BasePersistenceLayer {
  readonly #id: string;
  readonly #leaseMs: number;
  readonly #ports: MarkerPorts;
  #own: Revision | undefined;
  #foundLeaseUntilMs = 0;

  /** @param leaseMs whoever finds the marker after that knows that this run is over */
  constructor(id: string, leaseMs: number, ports: MarkerPorts) {
    super();
    this.#id = id;
    this.#leaseMs = leaseMs;
    this.#ports = ports;
  }

  /** How much longer the run that was found at work may be; 0 when none was. */
  heldForMs(): number {
    return Math.max(0, this.#foundLeaseUntilMs - this.#ports.clock.now().getTime());
  }

  /** Ids are written out and not hashed, so that an operator finds a marker by event and destination. */
  protected override getHashedIdempotencyKey(): string {
    return this.#id;
  }

  /** Powertools would ask Lambda's context, which a worker does not see; without a lease a crash blocks the marker for ever. */
  override saveInProgress(data: PlainJson): Promise<void> {
    return super.saveInProgress(data, this.#leaseMs);
  }

  protected override async _putRecord(): Promise<void> {
    const { table, clock } = this.#ports;
    for (let attempt = 1; attempt <= PUT_ATTEMPTS_MAX; attempt += 1) {
      const marker = this.#marker({ status: 'in-progress', leaseUntilMs: clock.now().getTime() + this.#leaseMs });
      // The first write is tried blindly: nearly always there is nothing yet, and a read would double the price.
      // oxlint-disable-next-line no-await-in-loop -- each attempt answers the one before
      const stored = attempt === 1 ? undefined : await table.get(this.#id);
      const found = stored && v.parse(markerSchema, stored.item);
      if (found && isTakenAt(found, clock.now())) {
        this.#foundLeaseUntilMs = found.leaseUntilMs ?? 0;
        throw this.#alreadyThere(found);
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      const revision = await table.put(marker, stored?.revision ?? 'absent');
      if (revision === 'conflict') continue;
      this.#own = revision;
      return;
    }
    throw new Error(`The marker ${this.#id} was written by others ${PUT_ATTEMPTS_MAX} times in a row`);
  }

  /** The work is done: failing here would have it done again, so what cannot be written is told and nothing more. */
  protected override async _updateRecord({ responseData }: IdempotencyRecord): Promise<void> {
    await this.#settle('complete', (own) =>
      this.#ports.table.put(this.#marker({ status: 'completed', result: responseData }), own),
    );
  }

  /** The work failed with an error of its own, and that error is the one that counts; the lease frees the marker anyway. */
  protected override async _deleteRecord(): Promise<void> {
    await this.#settle('delete', (own) => this.#ports.table.remove(this.#id, own));
  }

  protected override async _getRecord(): Promise<IdempotencyRecord> {
    const stored = await this.#ports.table.get(this.#id);
    if (!stored) throw new IdempotencyItemNotFoundError(`There is no marker ${this.#id}`);
    return toRecord(v.parse(markerSchema, stored.item));
  }

  async #settle(what: string, write: (own: Revision) => Promise<string>): Promise<void> {
    const { log } = this.#ports;
    try {
      const outcome = this.#own === undefined ? 'conflict' : await write(this.#own);
      if (outcome === 'conflict') log.warn(`Too late to ${what} a marker: its lease had passed`, { marker: this.#id });
    } catch (error) {
      log.error(`Could not ${what} a marker`, { marker: this.#id, error });
    }
  }

  #marker(state: Pick<Marker, 'status' | 'leaseUntilMs' | 'result'>): Marker {
    const expiresAt = Math.floor(this.#ports.clock.now().getTime() / 1000) + MARKER_SECONDS;
    return { v: 1, id: this.#id, ...state, expiresAt };
  }

  #alreadyThere(marker: Marker): Error {
    return new IdempotencyItemAlreadyExistsError(`There is a marker ${this.#id} already`, toRecord(marker));
  }
}

/** Without its times: they were judged by our clock, and Powertools would judge them once more by its own. */
function toRecord({ id, status, result }: Marker): IdempotencyRecord {
  const { COMPLETED, INPROGRESS } = IdempotencyRecordStatus;
  return new IdempotencyRecord({
    idempotencyKey: id,
    status: status === 'completed' ? COMPLETED : INPROGRESS,
    ...(result !== undefined && { responseData: v.parse(plainJsonSchema, result) }),
  });
}

type PlainJson = NonNullable<IdempotencyRecord['responseData']>;
const plainJsonSchema = v.custom<PlainJson>((value) => value !== undefined);
