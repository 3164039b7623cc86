import type { PipelineParts } from '../pipeline/parts.ts';

/** A mistake that somebody could make, put into a pipeline that is otherwise the real one. */
export interface Bug {
  /** As a sentence: `Ingest answers before the queue has confirmed`. */
  readonly name: string;
  /** The parts with the mistake in them. */
  plant(parts: PipelineParts): PipelineParts;
}
