import type { Clock } from '#shared/ports.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';

export interface TracePorts {
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}
