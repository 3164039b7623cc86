import type { HeldMessages } from '#shared/ports.ts';

export interface RecordingHeldMessages extends HeldMessages {
  readonly postponed: { readonly receiptHandle: string; readonly seconds: number }[];
}

/** @param refuse what SQS would say against this message */
export function recordingHeldMessages(
  refuse: (receiptHandle: string) => Error | undefined = () => undefined,
): RecordingHeldMessages {
  const postponed: RecordingHeldMessages['postponed'] = [];
  return {
    postponed,
    async postpone(messages) {
      const errors = messages.map(({ receiptHandle }) => refuse(receiptHandle));
      postponed.push(...messages.filter((_, index) => errors[index] === undefined));
      return errors;
    },
  };
}
