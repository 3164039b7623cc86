import { createHash } from 'node:crypto';
import { isGenuine, type Exchange } from './hostile-request.ts';
import { deliveryIdOf, isAccepted } from './judge-answers.ts';
import type { Spoken } from './speak.ts';

export interface AcceptedDelivery {
  readonly source: string;
  /** Under an id that the signature covers a sender may post other bytes: they are the same delivery. */
  readonly sha256s: Set<string>;
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What was answered with a delivery id, and what may have been accepted although nobody was there to hear the answer. */
export function createAcceptedDeliveries() {
  const told = new Map<string, AcceptedDelivery>();
  const untold = new Set<string>();
  return {
    told: told as ReadonlyMap<string, AcceptedDelivery>,
    untold: untold as ReadonlySet<string>,
    addTold(deliveryId: string, source: string, body: Buffer): void {
      const delivery = told.get(deliveryId) ?? { source, sha256s: new Set() };
      told.set(deliveryId, delivery);
      delivery.sha256s.add(sha256Of(body));
    },
    add({ requests }: Exchange, { sent, answers }: Spoken): void {
      // A parser that gives up half-way answers out of turn; then no answer tells whose it is.
      const isInTurn = answers.length === requests.length || answers.every(isAccepted);
      for (const [index, request] of requests.entries()) {
        const { signed } = request;
        const body = sent[index]?.body;
        if (!signed || !isGenuine(request) || !body) continue;
        const answer = isInTurn ? answers[index] : undefined;
        const deliveryId = answer && deliveryIdOf(answer);
        if (deliveryId !== undefined) this.addTold(deliveryId, signed.source, body);
        // What could not be confirmed in time may have arrived all the same.
        else if (!answer || answer.status === 503) untold.add(sha256Of(body));
      }
    },
  };
}

export type AcceptedDeliveries = ReturnType<typeof createAcceptedDeliveries>;
