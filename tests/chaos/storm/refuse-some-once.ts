import type { DestinationServer, ReceivedPost } from '../../support/destination-server.ts';

/** Every so manieth event is refused at its first post; event ids are hashes, so their first digits are as good as drawn. */
const ONE_IN = 20;

export const webhookIdOf = ({ headers }: ReceivedPost): string => String(headers['webhook-id']);

/** @param onTaken told of each post that was answered with 2xx */
export function refuseSomeOnce(destination: DestinationServer, onTaken: (post: ReceivedPost) => void): void {
  const refused = new Set<string>();
  destination.answerWith((received) => {
    const id = webhookIdOf(received);
    if (!refused.has(id) && Number.parseInt(id.slice(0, 8), 16) % ONE_IN === 0) {
      refused.add(id);
      return 503;
    }
    onTaken(received);
    return 204;
  });
}
