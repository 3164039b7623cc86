import type { AboutAnswer, InspectRequest } from '#shared/messages/inspect-request.ts';
import type { EraseAnswer, EraseRequest } from '#shared/messages/erase-request.ts';
import type { Objects } from '#shared/ports.ts';
import type { ReplayAnswer, ReplayRequest } from '#shared/messages/replay-request.ts';

/** One stage of the pipeline, on this machine or on AWS: everything that an operator's verbs reach. */
export interface Pipeline {
  readonly stage: string;
  readonly about: AboutAnswer;
  /** Asks the function that reads. The caller parses the answer by its schema. @throws {CommandError} */
  readonly inspect: (request: InspectRequest, signal?: AbortSignal) => Promise<unknown>;
  /** Asks the function that acts. @throws {CommandError} */
  readonly replay: (request: ReplayRequest, signal?: AbortSignal) => Promise<ReplayAnswer>;
  /** Asks the function that erases. @throws {CommandError} */
  readonly erase: (request: EraseRequest, signal?: AbortSignal) => Promise<EraseAnswer>;
  readonly queues: QueueDepths;
  readonly metrics: Metrics;
  readonly mappings: Mappings;
  readonly logs: Logs;
  readonly config: Config;
  close(): void;
}

/** The bucket with sources and offered secrets. @throws {CommandError} */
export type Config = Pick<Objects, 'get' | 'putIfAbsent' | 'putIfUnchanged' | 'remove' | 'list'>;

export interface QueueDepth {
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export interface QueueDepths {
  /** By short name (`deliveries`, `archive-dead-letters`); `missing` where there is no such queue. */
  depthOf(queue: string, signal?: AbortSignal): Promise<QueueDepth | 'missing'>;
}

export interface MetricQuery {
  /** As CloudWatch names it: `AWS/SQS`, `AWS/Lambda`. */
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: 'Sum' | 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | `p${number}`;
}

export interface MetricPoint {
  readonly at: Date;
  readonly value: number;
}

export interface Metrics {
  /** For each query its points in the order of time; periods without any are left out. */
  read(
    queries: readonly MetricQuery[],
    span: { readonly from: Date; readonly until: Date; readonly periodSeconds: number },
    signal?: AbortSignal,
  ): Promise<readonly (readonly MetricPoint[])[]>;
}

/** Whether a function's queue feeds it. `changing` is Enabling, Disabling, Updating or Creating. */
export interface MappingState {
  /** Short name of the function, `dispatch` and `keeper` among them. */
  readonly function: string;
  /** Short name of the queue. */
  readonly queue: string;
  readonly id: string;
  readonly state: 'enabled' | 'disabled' | 'changing';
}

export interface Mappings {
  /** Of one function; the keeper has several. */
  of(functionName: string, signal?: AbortSignal): Promise<readonly MappingState[]>;
  setEnabled(id: string, isEnabled: boolean, signal?: AbortSignal): Promise<void>;
}

export interface LogLine {
  readonly at: Date;
  /** Short name. */
  readonly function: string;
  readonly text: string;
  /** The line's fields, where it is JSON. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface LogSearch {
  readonly functions: readonly string[];
  /** Occurs in the line as it stands. */
  readonly text?: string;
  readonly from: Date;
  readonly until?: Date;
}

export interface Logs {
  /** Oldest first. */
  find(search: LogSearch, signal?: AbortSignal): AsyncIterable<LogLine>;
}
