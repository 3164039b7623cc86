// The ports of shared/ports.ts in memory: time stands still, chance is seeded, and everything sent is kept to be looked at.
export { TRACEPARENT, countingIds } from './ports/counting-ids.ts';
export { fixedClock, type FixedClock } from './ports/fixed-clock.ts';
export { memoryDrainableQueue, type MemoryDrainableQueue } from './ports/memory-drainable-queue.ts';
export { memoryObjects, type MemoryObjects } from './ports/memory-objects.ts';
export { memoryTable, type MemoryTable } from './ports/memory-table.ts';
export { recordingHeldMessages, type RecordingHeldMessages } from './ports/recording-held-messages.ts';
export { recordingLog, type LogLine, type RecordingLog } from './ports/recording-log.ts';
export { recordingMetrics, type RecordingMetrics } from './ports/recording-metrics.ts';
export { recordingQueue, type RecordingQueue } from './ports/recording-queue.ts';
export { recordingTopic, type RecordingTopic } from './ports/recording-topic.ts';
export { seededRandom } from './ports/seeded-random.ts';
