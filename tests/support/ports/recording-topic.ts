import type { Topic, TopicEntry } from '#shared/ports.ts';

export interface RecordingTopic extends Topic {
  readonly batches: (readonly TopicEntry[])[];
}

/** @param refuse what SNS would say against this entry; a throw inside fails the whole call */
export function recordingTopic(refuse: (entry: TopicEntry) => Error | undefined = () => undefined): RecordingTopic {
  const batches: RecordingTopic['batches'] = [];
  return {
    batches,
    async publish(entries) {
      const errors = entries.map(refuse);
      batches.push(entries.filter((_, index) => errors[index] === undefined));
      return errors;
    },
  };
}
