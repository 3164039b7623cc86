import type { CallOut } from './call-out.ts';

/** What an environment asked for and has not got: whoever refuses over a service must have asked it. */
export interface UnansweredCalls {
  /** The same way out, watched. */
  readonly callOut: CallOut;
  /** Names of the services of which a call failed since this was called last, or waits, or that never answered any. */
  readonly take: () => readonly string[];
}

export function watchUnanswered(callOut: CallOut): UnansweredCalls {
  const waiting = new Map<Promise<unknown>, string>();
  /** Who asked for the configuration in vain has none for a while, and does not ask again at once. */
  const never = new Set<string>();
  const answered = new Set<string>();
  let failed: string[] = [];
  return {
    callOut(call) {
      const answer = callOut(call);
      const { name } = call.endpoint;
      waiting.set(answer, name);
      if (!answered.has(name)) never.add(name);
      const succeed = () => {
        waiting.delete(answer);
        never.delete(name);
        answered.add(name);
      };
      answer.then(succeed, () => {
        waiting.delete(answer);
        failed.push(name);
      });
      return answer;
    },
    take() {
      const taken = [...failed, ...waiting.values(), ...never];
      failed = [];
      return taken;
    },
  };
}
