import type { MemoryReport } from './memory-report.ts';

export interface MemoryReading {
  /** Requests that were sent before. */
  readonly requests: number;
  readonly report: MemoryReport;
}

export interface MemoryGrowth {
  readonly name: string;
  readonly heldBytes: number;
  /** How much what it holds grew from request to request, by the line that fits the readings best. */
  readonly bytesPerRequest: number;
  /** What the readings have in them beside the line: growth below it says nothing. */
  readonly uncertaintyBytesPerRequest: number;
}

/** The growth of the front and of ingest; of a function's several threads the one that holds most. */
export function memoryGrowth(readings: readonly MemoryReading[]): readonly MemoryGrowth[] {
  return ['front', 'ingest'].map((name) => {
    const points = readings.map(({ requests, report }) => {
      const held = report.threads.filter((thread) => thread.name === name || thread.name.endsWith(`-${name}`));
      return { x: requests, y: Math.max(0, ...held.map(({ bytes }) => bytes)) };
    });
    return { name, heldBytes: points.at(-1)?.y ?? 0, ...slopeOf(points) };
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Least squares, with the standard error of the slope. */
function slopeOf(points: readonly { readonly x: number; readonly y: number }[]) {
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residual = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const uncertainty = Math.sqrt(residual / Math.max(1, points.length - 2) / spread);
  return { bytesPerRequest: slope, uncertaintyBytesPerRequest: uncertainty };
}
