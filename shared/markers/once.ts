import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyPersistenceLayerError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { RetryLater } from '../errors.ts';
import { MarkerLayer, type MarkerPorts } from './marker-layer.ts';

export interface MarkedWork {
  /** `<worker>/<event id>/…`: of what is done, never of the message that asks for it. */
  readonly id: string;
  /** The longest that the work can take, and never beyond the end of its invocation: a crash blocks the marker for that long. */
  readonly leaseMs: number;
}

/** Does the work, or tells what it told when it was done before. Whatever it gives is given back as plain JSON. */
export type Once = <Value>(marked: MarkedWork, work: () => Promise<Value>) => Promise<Value>;

/**
 * Work outside of our own stores is done once per marker, however often its event comes.
 * @throws {Error} when Powertools' own switch would let everything be done again with each duplicate
 */
export function createOnce(ports: MarkerPorts): Once {
  // A wrong deployment is to be refused when the function starts.
  newConfig();
  return async function once<Value>({ id, leaseMs }: MarkedWork, work: () => Promise<Value>): Promise<Value> {
    if (id.split('/').some((part) => part === '')) throw new Error(`The marker ${id} lacks a part of its name`);
    if (!(leaseMs > 0)) throw new RetryLater('No time is left to begin');
    // One layer and one configuration for each run: shared ones mix up what runs at the same time.
    const layer = new MarkerLayer(id, leaseMs, ports);
    const doOnce = makeIdempotent(async (_id: string) => plainJson(await work()), {
      persistenceStore: layer,
      config: newConfig(),
    });
    try {
      return await doOnce(id);
    } catch (error) {
      if (error instanceof IdempotencyAlreadyInProgressError) {
        // To ask earlier would only use up an attempt.
        const afterSeconds = Math.ceil(layer.heldForMs() / 1000);
        throw new RetryLater(`${id} is being worked on by another message`, { afterSeconds, cause: error });
      }
      if (error instanceof IdempotencyPersistenceLayerError) {
        throw new RetryLater(`The marker ${id} could not be kept`, { cause: error });
      }
      throw error;
    }
  };
}

function newConfig(): IdempotencyConfig {
  const config = new IdempotencyConfig({ throwOnNoIdempotencyKey: true });
  if (config.isEnabled()) return config;
  throw new Error('POWERTOOLS_IDEMPOTENCY_DISABLED is set: every duplicate would be worked on again. Remove it.');
}

/** What a later run reads from the table is then exactly what this one gave. */
function plainJson<Value>(value: Value): Value {
  if (value === undefined) return value;
  const text = JSON.stringify(value);
  // oxlint-disable-next-line typescript/no-unsafe-return -- the same value as it was written, in the words of JSON
  return JSON.parse(text);
}
