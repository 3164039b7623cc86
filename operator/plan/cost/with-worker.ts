import type { Design, WorkerDesign } from '../design.ts';

/** The same pipeline with one worker of it changed. */
export const withWorker = (design: Design, name: string, over: Partial<WorkerDesign>): Design => ({
  ...design,
  workers: design.workers.map((worker) => (worker.name === name ? { ...worker, ...over } : worker)),
});

/** Those that get anything. */
export const usedWorkers = ({ workers }: Design): readonly WorkerDesign[] => workers.filter(({ share }) => share > 0);
